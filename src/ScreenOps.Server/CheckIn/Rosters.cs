using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>Somebody whom a desk may have before it, with no more than it takes to find and check them in: no whole name, identity number or phone.</summary>
/// <param name="Name">Masked.</param>
/// <param name="IdentityEnd">The last four characters; null: none is known.</param>
/// <param name="Passes">Ids of the passes that hold.</param>
internal sealed record RosterPerson(
    Guid Person, string Name, int? Born, string Village, string Household, bool WalkIn, PriorityReason? Reason, string? IdentityEnd, string? PhoneEnd, IReadOnlyList<Guid> Passes, DeskStanding? Standing);

/// <param name="Key">32 bytes in base64: what the device seals its copy with. It goes when the round does.</param>
/// <param name="Seconds">So long the copy may be used from now on, without asking again.</param>
/// <param name="Complete">False: there are more than a device is given.</param>
internal sealed record DeskRoster(int Round, string Key, long Seconds, bool Complete, IReadOnlyList<RosterPerson> People);

/// <summary>What a desk needs to go on without a network: the residents of its site's village and whoever stands at the site already.</summary>
internal sealed class Rosters(NpgsqlDataSource postgres, Vault vault, Finding finding, DeskKeys keys, IOptions<CheckInOptions> options)
{
    /// <summary>Some 3 MB, 0.6 MB on the way: more than the people of any site's village.</summary>
    private const int Most = 20_000;

    private sealed class Row
    {
        public Guid Id { get; init; }
        public byte[] IdentitySealed { get; init; } = [];
        public byte[]? PhoneSealed { get; init; }
        public byte[] NameSealed { get; init; } = [];
        public string Village { get; init; } = "";
        public string Household { get; init; } = "";
        public short? Born { get; init; }
        public bool Immobile { get; init; }
        public bool WalkIn { get; init; }
        public Guid[] Passes { get; init; } = [];
    }

    public async Task<DeskRoster> Of(DeskPlace place, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition("""
            select r.id, r.identity_sealed, r.phone_sealed, r.name_sealed, r.village, r.household, r.born, r.immobile, r.walk_in,
                array(select p.id from passes p where p.resident = r.id and p.revoked_at is null) as passes
            from residents r where r.district = @District and (r.village = @village and not r.walk_in
                or r.id in (select person from ledger where district = @District and round = @round and site = @site and person is not null and kind = 1 and refusal is null))
            order by r.household, r.id limit @Most + 1
            """, new { place.District, village = place.Site.Village, round = place.Round.Id, site = place.Site.Code, Most }, cancellationToken: cancel))).AsList();
        var shown = rows.Take(Most).ToList();
        var stands = (await finding.Standings(connection, place, [.. shown.Select(r => r.Id)], cancel)).ToDictionary(s => s.Person, s => s.Shown);
        return new(place.Round.Id, keys.Roster(place.District, place.Round.Id, place.Site.Code), (long)options.Value.RosterLife.TotalSeconds, rows.Count <= Most,
            [.. shown.Select(r => Shown(r, place, stands.GetValueOrDefault(r.Id)))]);
    }

    private RosterPerson Shown(Row r, DeskPlace place, DeskStanding? standing) => new(
        r.Id, Registration.Mask(vault.Open(r.NameSealed)), r.Born, r.Village, r.Household, r.WalkIn, place.Rule.Of(r.Born, r.Immobile, place.Round.Day.Year),
        End(vault.Open(r.IdentitySealed)), r.PhoneSealed is { } phone ? End(vault.Open(phone)) : null, r.Passes, standing);

    private static string? End(string text) => text.Length < DeskNumbers.End ? null : text[^DeskNumbers.End..];
}
