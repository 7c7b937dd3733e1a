using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Samples;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Samples;

/// <param name="FirstSwab">Unix milliseconds on the round's clock; null: it is empty.</param>
internal sealed record TubeShown(string Barcode, int Round, string Site, int? Lane, int Size, int Filled, TubeState State, long OpenedAt, long? FirstSwab, TubeTrouble? Trouble, long? TroubleAt, string? TroubleWhy, string? Box);

/// <param name="State">Putting and Leaving: the ledger has not answered yet.</param>
/// <param name="Name">Masked.</param>
internal sealed record TubeMate(Guid Id, string Name, int Ticket, long Made, string State, PlaceDoubt? Doubt);

/// <param name="Person">Masked; null: the act was with the tube as a whole.</param>
internal sealed record TubeTrace(string Kind, string? Person, string? Other, string Why, string By, long Made, long At);

/// <summary>Who comes to a tube next.</summary>
/// <param name="Priority">A number of its own, which is what is called.</param>
/// <param name="Called">Was called already; else this number is called next, as the desk says it.</param>
internal sealed record TubeNext(int Ticket, int? Priority, bool Called);

internal sealed record TubeWhole(TubeShown Tube, IReadOnlyList<TubeMate> People, IReadOnlyList<TubeTrace> Acts, TubeNext? Next);

/// <param name="Waiting">Unix milliseconds of the earliest swab that lies in no box; null: none does.</param>
internal sealed record SiteTubes(string Site, string Name, int Tubes, int Open, int Boxed, int People, int Troubled, long? Waiting);

/// <param name="Now">Unix milliseconds on the round's clock.</param>
internal sealed record TubesOverview(long Now, IReadOnlyList<SiteTubes> Sites);

/// <summary>Tubes as screens show them: committed, names masked.</summary>
internal sealed class TubeReading(NpgsqlDataSource postgres, LiveFold live, Vault vault, Line line, CallBook calls, SiteBook sites, PriorityRules rules)
{
    /// <summary>More tubes than any district fills in a round of single samples at one site.</summary>
    private const int Most = 5000;
    /// <summary>Tickets looked through for who is next; and how far before the number called somebody may still stand.</summary>
    private const int Looked = 40, Behind = 64, Pages = 25;

    private const string Columns = "barcode, round, site, lane, size, filled, state, opened_at as OpenedAt, first_swab as FirstSwab, trouble, trouble_at as TroubleAt, trouble_why as TroubleWhy, box";

    public async Task<TubeShown?> Tube(string district, string barcode, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from tubes where district = @district and barcode = @barcode", new { district, barcode }, cancellationToken: cancel)))?.Shown();
    }

    /// <summary>The latest first.</summary>
    /// <param name="site">Null: of all sites.</param>
    public async Task<IReadOnlyList<TubeShown>> OfRound(string district, int round, string? site, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition($"""
            select {Columns} from tubes where district = @district and round = @round and (@site::text is null or site = @site) order by opened_at desc, barcode limit @Most
            """, new { district, round, site, Most }, cancellationToken: cancel))).Select(r => r.Shown())];
    }

    /// <summary>Sites where a tube was opened, the longest waiting swabs first.</summary>
    public async Task<IReadOnlyList<SiteTubes>> BySite(string district, int round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<SiteTubes>(new CommandDefinition("""
            select t.site, s.name, count(*)::int as tubes, (count(*) filter (where t.state = 'Open'))::int as open, count(t.box)::int as boxed, sum(t.filled)::int as people,
                count(t.trouble)::int as troubled, min(t.first_swab) filter (where t.box is null) as waiting
            from tubes t join sites s on s.district = t.district and s.code = t.site where t.district = @district and t.round = @round group by t.site, s.name order by waiting nulls last, t.site
            """, new { district, round }, cancellationToken: cancel))];
    }

    public async Task<TubeWhole?> Whole(RoundInfo round, string barcode, CancellationToken cancel)
    {
        if (await Tube(round.District, barcode, cancel) is not { } tube) return null;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition("""
            select p.person as id, r.name_sealed as name, p.ticket, p.made, p.state, p.doubt from tube_places p join residents r on r.id = p.person
            where p.district = @District and p.barcode = @barcode order by p.made desc, p.person;
            select a.kind, r.name_sealed as name, a.other, a.why, coalesce(c.name, d.site, '') as by, a.made, a.at from tube_acts a
            left join residents r on r.id = a.person left join accounts c on c.id = a.actor left join devices d on d.id = a.actor
            where a.district = @District and a.barcode = @barcode order by a.at desc, a.made desc limit 200
            """, new { round.District, barcode }, cancellationToken: cancel));
        List<TubeMate> people = [.. (await read.ReadAsync<(Guid Id, byte[] Name, int Ticket, long Made, string State, string? Doubt)>())
            .Select(p => new TubeMate(p.Id, Masked(p.Name), p.Ticket, p.Made, p.State, p.Doubt is null ? null : Enum.Parse<PlaceDoubt>(p.Doubt)))];
        List<TubeTrace> acts = [.. (await read.ReadAsync<(string Kind, byte[]? Name, string? Other, string Why, string By, long Made, long At)>())
            .Select(a => new TubeTrace(a.Kind, a.Name is null ? null : Masked(a.Name), a.Other, a.Why, vault.OpenText(a.By), a.Made, a.At))];
        return new(tube, people, acts, tube.Round == round.Id ? await Next(round, tube.Site, cancel) : null);
    }

    /// <summary>Who comes next at a site, by what its desks call; null: nobody with a ticket waits.</summary>
    public async Task<TubeNext?> Next(RoundInfo round, string site, CancellationToken cancel)
    {
        if (!(await calls.Lines(round.District, round.Id)).TryGetValue(site, out var called)) return await Lowest(round, site, cancel) is { } ticket ? new(ticket, null, false) : null;
        if ((await sites.Sites(round.District, round.Id)).FirstOrDefault(s => s.Code == site) is not { } at) return null;
        var place = new DeskPlace(round.District, at, round, await rules.Of(round.District));
        if (await line.Expected(place, cancel) is var (expected, own)) return new(expected, own, true);
        // Priority numbers were given, and nobody calls: who is served is known by who left.
        var served = called.CalledAt > 0 ? 0 : Math.Max(0, (await live.Site(round.District, round.Id, site)).Called - Behind);
        return await line.Coming(place, cancel, served) is var (coming, priority) ? new(coming, priority, false) : null;
    }

    /// <summary>The lowest ticket whose holder waits at a site that calls no numbers.</summary>
    private async Task<int?> Lowest(RoundInfo round, string site, CancellationToken cancel)
    {
        var after = Math.Max(0, (await live.Site(round.District, round.Id, site)).Called - Behind);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        for (var page = 0; page < Pages; page++)
        {
            var tickets = (await connection.QueryAsync<(int Ticket, Guid Person)>(new CommandDefinition("""
                select ticket, person from ledger where district = @District and round = @Id and site = @site and ticket > @after and person is not null and kind = 1 and refusal is null order by ticket limit @Looked
                """, new { round.District, round.Id, site, after, Looked }, cancellationToken: cancel))).ToList();
            if (tickets.Count == 0) return null;
            var stand = await live.People(round.District, round.Id, [.. tickets.Select(t => t.Person)]);
            for (var i = 0; i < tickets.Count; i++)
                if (stand[i] is { Last: CountKind.Arrived } s && s.Site == site && s.Ticket == tickets[i].Ticket) return s.Ticket;
            after = tickets[^1].Ticket;
        }
        return null;
    }

    private string Masked(byte[] name) => Registration.Mask(vault.Open(name));

    private sealed class Row
    {
        public string Barcode { get; init; } = "";
        public int Round { get; init; }
        public string Site { get; init; } = "";
        public int? Lane { get; init; }
        public int Size { get; init; }
        public int Filled { get; init; }
        public string State { get; init; } = "";
        public long OpenedAt { get; init; }
        public long? FirstSwab { get; init; }
        public string? Trouble { get; init; }
        public long? TroubleAt { get; init; }
        public string? TroubleWhy { get; init; }
        public string? Box { get; init; }

        public TubeShown Shown() => new(Barcode, Round, Site, Lane, Size, Filled, Enum.Parse<TubeState>(State), OpenedAt, FirstSwab, Trouble is null ? null : Enum.Parse<TubeTrouble>(Trouble), TroubleAt, TroubleWhy, Box);
    }
}
