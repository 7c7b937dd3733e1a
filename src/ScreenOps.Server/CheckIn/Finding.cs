using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>By what somebody was found.</summary>
internal enum FoundBy { Pass, Ticket, Priority, Identity, Phone, Household, Name }

/// <summary>Where a person of the round stands.</summary>
/// <param name="At">Unix milliseconds on the round's clock.</param>
/// <param name="Priority">The number of its own, where it has one.</param>
internal sealed record DeskStanding(CountKind Last, string Site, string SiteName, int Ticket, int? Priority, long At);

/// <param name="Name">Masked.</param>
/// <param name="Household">Empty for a walk-in.</param>
/// <param name="Members">Of the household, this one included.</param>
/// <param name="Reason">What the register says for a priority number.</param>
/// <param name="Standing">Null: not in this round yet.</param>
internal sealed record DeskPerson(Guid Person, string Name, int? Born, string Village, string Household, int Members, bool WalkIn, PriorityReason? Reason, FoundBy By, DeskStanding? Standing);

/// <summary>Finds people of the desk's district, by part of what they say of themselves. What is found by a mark is opened and looked at before it is an answer.</summary>
internal sealed class Finding(NpgsqlDataSource postgres, Vault vault)
{
    /// <summary>More hits than this are no answer: whoever asks is to say more.</summary>
    public const int Most = 20;
    /// <summary>Read at once; where more carry a mark, the rest is not looked at.</summary>
    private const int Reach = 400;

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string By { get; init; } = "";
        public byte[] IdentitySealed { get; init; } = [];
        public byte[]? PhoneSealed { get; init; }
        public byte[] NameSealed { get; init; } = [];
        public string Village { get; init; } = "";
        public string Household { get; init; } = "";
        public short? Born { get; init; }
        public bool Immobile { get; init; }
        public bool WalkIn { get; init; }
    }

    internal sealed record Stand(Guid Person, short Kind, string Site, string SiteName, int Ticket, int? Priority, long Made)
    {
        public DeskStanding Shown => new((CountKind)Kind, Site, SiteName, Ticket, Priority, Made);
    }

    /// <summary>Those meant, and whether there are others beyond them: then more is to be said of the one who is meant.</summary>
    public async Task<(IReadOnlyList<DeskPerson> Found, bool More)> Find(DeskPlace place, DeskQuery query, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(Hits + People, Marks(place, query), cancellationToken: cancel)))
            .Where(r => Meant(r, query)).DistinctBy(r => r.Id)
            .OrderByDescending(r => r.By is nameof(FoundBy.Ticket) or nameof(FoundBy.Priority)).ThenByDescending(r => r.Village == place.Site.Village).ThenBy(r => r.Household, StringComparer.Ordinal).ThenBy(r => r.Id).ToList();
        return (await Shown(connection, place, [.. rows.Take(Most)], cancel), rows.Count > Most);
    }

    public async Task<DeskPerson?> Person(DeskPlace place, Guid person, FoundBy by, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition($"with hits as (select @person as id, '{by}' as by)" + People, new { place.District, person, Reach }, cancellationToken: cancel));
        return (await Shown(connection, place, rows.AsList(), cancel)).SingleOrDefault();
    }

    /// <summary>Where one person stands now; null: not in this round yet.</summary>
    public async Task<DeskStanding?> Standing(DeskPlace place, Guid person, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await Standings(connection, place, [person], cancel)).SingleOrDefault()?.Shown;
    }

    private const string Hits = """
        with hits as (
            select person as id, 'Ticket' as by from ledger where district = @District and round = @round and site = @site and ticket = @ticket and person is not null and kind = 1 and refusal is null
            union all select person, 'Priority' from priority_numbers where district = @District and round = @round and site = @site and number = @priority
            union all select id, 'Identity' from residents where district = @District and identity_end = @identityEnd
            union all select id, 'Phone' from residents where district = @District and phone_end = @phoneEnd
            union all select id, 'Household' from residents where district = @District and household = @household
            union all select id, 'Name' from residents where district = @District and (name_mark = @name or name_begin = @nameBegin))
        """;

    private const string People = """

        select r.id, h.by, r.identity_sealed as IdentitySealed, r.phone_sealed as PhoneSealed, r.name_sealed as NameSealed, r.village, r.household, r.born, r.immobile, r.walk_in as WalkIn
        from hits h join residents r on r.id = h.id and r.district = @District limit @Reach
        """;

    private object Marks(DeskPlace place, DeskQuery q) => new
    {
        place.District, round = place.Round.Id, site = place.Site.Code, Reach, ticket = q.Ticket, priority = q.Priority, household = q.Household,
        identityEnd = q.IdentityEnd is { } identity ? ResidentMarks.OfEnd(vault, place.District, "identity", identity) : null,
        phoneEnd = q.PhoneEnd is { } phone ? ResidentMarks.OfEnd(vault, place.District, "phone", phone) : null,
        name = q.Name is { } name ? ResidentMarks.OfName(vault, place.District, name) : (long?)null,
        nameBegin = q.Name is { } begins ? ResidentMarks.OfBegin(vault, place.District, begins) : null,
    };

    private bool Meant(Row row, DeskQuery q) => row.By switch
    {
        nameof(FoundBy.Identity) => vault.Open(row.IdentitySealed).EndsWith(q.IdentityEnd!, StringComparison.Ordinal),
        nameof(FoundBy.Phone) => row.PhoneSealed is { } phone && vault.Open(phone).EndsWith(q.PhoneEnd!, StringComparison.Ordinal),
        nameof(FoundBy.Name) => vault.Open(row.NameSealed).StartsWith(q.Name!, StringComparison.Ordinal),
        _ => true,
    };

    private async Task<IReadOnlyList<DeskPerson>> Shown(NpgsqlConnection connection, DeskPlace place, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return [];
        var stands = (await Standings(connection, place, [.. rows.Select(r => r.Id)], cancel)).ToDictionary(s => s.Person);
        var homes = (await connection.QueryAsync<(string Household, int Members)>(new CommandDefinition(
            "select household, count(*)::int from residents where district = @District and household = any(@homes) group by household",
            new { place.District, homes = rows.Select(r => r.Household).Where(h => h.Length > 0).Distinct().ToArray() }, cancellationToken: cancel))).ToDictionary(h => h.Household, h => h.Members);
        return [.. rows.Select(r => new DeskPerson(r.Id, Registration.Mask(vault.Open(r.NameSealed)), r.Born, r.Village, r.Household, homes.GetValueOrDefault(r.Household, 1), r.WalkIn,
            place.Rule.Of(r.Born, r.Immobile, place.Round.Day.Year), Enum.Parse<FoundBy>(r.By), stands.GetValueOrDefault(r.Id)?.Shown))];
    }

    /// <summary>The last thing that the ledger says of each: an arrival or a sample, an arrival by a move, a leaving, or a sample taken back, after which they stand there again. Each part has its index.</summary>
    public Task<IEnumerable<Stand>> Standings(NpgsqlConnection connection, DeskPlace place, Guid[] people, CancellationToken cancel) =>
        connection.QueryAsync<Stand>(new CommandDefinition("""
            select p.person, s.kind, s.site, coalesce(i.name, s.site) as SiteName, coalesce(s.ticket, 0) as Ticket, n.number as Priority, s.made
            from unnest(@people) as p (person) cross join lateral (select * from (
                select epoch, ord, kind, site, ticket, made from ledger where district = @District and round = @round and person = p.person and refusal is null and part = 0 and kind in (1, 2)
                union all select epoch, ord, kind, site, ticket, made from ledger where district = @District and round = @round and person = p.person and part = 1 and kind = 1
                union all select epoch, ord, kind, site, ticket, made from ledger where district = @District and round = @round and person = p.person and refusal is null and kind = 3
                union all select epoch, ord, 1::smallint, site, ticket, made from ledger where district = @District and round = @round and person = p.person and refusal is null and part = 0 and kind = 9) l
                order by epoch desc, ord desc limit 1) s
            left join sites i on i.district = @District and i.code = s.site
            left join priority_numbers n on n.district = @District and n.round = @round and n.site = s.site and n.ticket = s.ticket
            """, new { place.District, round = place.Round.Id, people }, cancellationToken: cancel));
}
