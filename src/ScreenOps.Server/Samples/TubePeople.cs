using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Samples;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Samples;

/// <param name="Person">Null: nobody was found, for the reason beside it.</param>
internal sealed record TubePersonFound(TubePerson? Person, TubeOutcome Outcome, string? Where = null);

/// <summary>Whom an act means: a resident as the desk found them, the holder of a pass, or whoever has a ticket of the tube's site.</summary>
internal sealed class TubePeople(NpgsqlDataSource postgres, Passes passes, LiveFold live, Vault vault)
{
    public async Task<TubePersonFound> Find(RoundInfo round, TubeAct act, CancellationToken cancel)
    {
        if (act.Person is { } id) return await Resident(round, id, cancel);
        if (act.Pass is { } text) return await Holder(round, text, act.Made, cancel);
        return await OfTicket(round, act.Barcode!, act.Ticket ?? 0, cancel);
    }

    private async Task<TubePersonFound> Resident(RoundInfo round, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var name = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition("select name_sealed from residents where id = @id and district = @District", new { id, round.District }, cancellationToken: cancel));
        if (name is null) return new(null, TubeOutcome.UnknownPerson);
        var stands = (await live.People(round.District, round.Id, [id]))[0];
        return new(new(id, Registration.Mask(vault.Open(name)), stands?.Ticket ?? 0), TubeOutcome.Done);
    }

    /// <summary>A pass that ended since the tablet read it, without network, was good when it counted.</summary>
    private async Task<TubePersonFound> Holder(RoundInfo round, string text, long made, CancellationToken cancel)
    {
        var reading = passes.Read(text.Length <= SignedPass.TextLength ? text : "");
        if ((reading as PassReading.Valid)?.Claims is not { } claims)
        {
            if (reading is not PassReading.Expired { Claims: var ended } || ended.Expires.ToUnixTimeMilliseconds() <= made) return new(null, TubeOutcome.PassRefused, TicketEndpoints.Words(reading));
            claims = ended;
        }
        if (await passes.Holder(round.District, claims.Id, cancel) is not { } holder) return new(null, TubeOutcome.PassRefused, "This district issued no such pass; register the person at the desk.");
        return holder.Revoked ? new(null, TubeOutcome.PassRefused, "A newer pass took the place of this one; ask for that, or look the person up.") : await Resident(round, holder.Resident, cancel);
    }

    private async Task<TubePersonFound> OfTicket(RoundInfo round, string barcode, int ticket, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var found = await connection.QueryFirstOrDefaultAsync<(Guid Person, string Site)?>(new CommandDefinition("""
            select l.person, t.site from tubes t join ledger l on l.district = t.district and l.round = @Id and l.site = t.site and l.ticket = @ticket and l.person is not null and l.kind = 1 and l.refusal is null
            where t.district = @District and t.barcode = @barcode order by l.epoch desc, l.ord desc limit 1
            """, new { round.District, round.Id, barcode, ticket }, cancellationToken: cancel));
        await connection.CloseAsync();
        if (found is not var (person, site)) return new(null, TubeOutcome.NoTicket);
        var stands = (await live.People(round.District, round.Id, [person]))[0];
        return stands is { Last: not CountKind.Sampled } elsewhere && (elsewhere.Site != site || elsewhere.Ticket != ticket)
            ? new(null, TubeOutcome.NoTicket, elsewhere.Site) : await Resident(round, person, cancel);
    }
}
