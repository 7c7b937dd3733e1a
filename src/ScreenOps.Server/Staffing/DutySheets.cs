using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <param name="Name">Null: nobody is on the seat, and what is of a person is null too.</param>
/// <param name="Phone">Masked.</param>
internal sealed record SheetRow(string Shift, Role Role, int Seat, string? Name, string? Unit, string? Kind, string? Village, string? Phone, AssignmentState? State, bool Locked);

/// <param name="Rows">In the order of the shifts, in each the lead first.</param>
internal sealed record SiteSheet(string Site, string Name, string Village, string Address, IReadOnlyList<SheetRow> Rows);

/// <summary>Who is on duty where, as it hangs on the wall of a site.</summary>
internal sealed record SheetsShown(string District, int Round, string RoundName, DateOnly Day, PlanState State, long Version, IReadOnlyList<Shift> Shifts, IReadOnlyList<SiteSheet> Sites);

internal sealed class DutySheets(NpgsqlDataSource postgres, Vault vault, RoundBook book)
{
    /// <param name="site">Null: all.</param>
    /// <param name="told">Only who was told: what is still a proposal is nobody's business at a site.</param>
    public async Task<SheetsShown> Of(RoundPlan plan, string? site, bool told, CancellationToken cancel)
    {
        var held = plan.Seats.Where(a => a.Holds && (!told || a.State != AssignmentState.Proposed)).ToDictionary(a => a.Seat);
        var seats = plan.Input.Seats.ToLookup(s => s.Site);
        var order = plan.Input.Shifts.Select((s, i) => (s.Code, i)).ToDictionary(s => s.Code, s => s.i);
        var people = await People(plan.Round.District, held.Values.Select(a => a.Member), cancel);
        var sheets = plan.Sites.Where(s => site is null || s.Code == site).Select(s => new SiteSheet(s.Code, s.Name, s.Village, s.Address,
            [.. seats[s.Code].OrderBy(x => order[x.Shift]).ThenBy(x => x.Role).ThenBy(x => x.Number).Select(x => Row(plan, x, held.GetValueOrDefault(x), people))]));
        return new((await book.District(plan.Round.District)).Name, plan.Round.Id, plan.Round.Name, plan.Round.Day, plan.State, plan.Version, plan.Shifts, [.. sheets]);
    }

    private static SheetRow Row(RoundPlan plan, Seat seat, Assignment? a, Dictionary<Guid, (string Unit, string Phone)> people)
    {
        if (a is null) return new(seat.Shift, seat.Role, seat.Number, null, null, null, null, null, null, false);
        var (person, more) = (plan.People[a.Member], people[a.Member]);
        return new(seat.Shift, seat.Role, seat.Number, person.Name, more.Unit, person.Kind, person.Member.Village, more.Phone, a.State, a.Locked);
    }

    private async Task<Dictionary<Guid, (string Unit, string Phone)>> People(string district, IEnumerable<Guid> members, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(Guid Id, string Unit, byte[] PhoneSealed)>(new CommandDefinition(
            "select id, unit, phone_sealed from members where district = @district and id = any(@ids)", new { district, ids = members.ToArray() }, cancellationToken: cancel));
        return rows.ToDictionary(r => r.Id, r => (r.Unit, Members.Mask(vault.Open(r.PhoneSealed))));
    }
}
