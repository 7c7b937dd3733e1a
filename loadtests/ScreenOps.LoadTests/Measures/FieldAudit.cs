using Dapper;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.Server.Counting;
using StackExchange.Redis;

namespace ScreenOps.LoadTests.Measures;

/// <summary>
/// After all the trouble: every acknowledged command stands in the ledger as it was made and answered, once; and ledger, live fold, board and the
/// screen of each tablet say the same. Ledger and live fold are read themselves, not asked of the server.
/// </summary>
internal sealed class FieldAudit(Sheet sheet, Stage stage, Morning morning, IReadOnlyList<FieldTablet> tablets)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15), Between = TimeSpan.FromMilliseconds(250);

    private sealed record Row(Guid Device, long Number, short Part, string Site, int Kind, long N, long Made, string? Refusal);

    private sealed record Sums(string Site, long Arrived, long Implied, long Sampled, long Left, long Corrected);

    public async Task Into(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(stage.Postgres);
        await connection.OpenAsync(cancel);
        var rows = (await connection.QueryAsync<Row>("select device, number, part, site, kind::int as kind, n, made, refusal from ledger where round = @Round", new { morning.Round })).ToLookup(r => r.Device);
        sheet.Acked = tablets.Sum(t => (long)t.Acknowledged);
        sheet.Lost = tablets.Sum(t => t.AskedAgain + Lost(t, rows[t.Device]));
        sheet.Doubled = Doubled(rows.SelectMany(r => r));
        var own = tablets.Select(t => t.Device).ToHashSet();
        if (rows.Where(g => !own.Contains(g.Key)).Sum(g => g.Count()) is > 0 and var strange) sheet.Fault($"The ledger has {strange} rows of devices that are none of the tablets.");
        if (tablets.Sum(t => t.Made - t.Acknowledged) is > 0 and var open) sheet.Fault($"{open} commands of {tablets.Count(t => t.Acknowledged < t.Made)} tablets were never acknowledged.");
        var verified = await morning.Api.Verify(cancel);
        foreach (var difference in verified.Differences) sheet.Fault($"The server says: {difference}");
        foreach (var repair in verified.Repairs) sheet.Note($"mended meanwhile by the sweep: {repair}");
        foreach (var difference in await Agree(connection, cancel)) sheet.Fault(difference);
    }

    private static long Lost(FieldTablet tablet, IEnumerable<Row> rows)
    {
        var standing = rows.Where(r => r.Part == 0).ToLookup(r => r.Number);
        return tablet.Settled.Count(s => !standing[s.Command.Number].Any(r =>
            (r.Site, r.Kind, r.N, r.Made) == (s.Command.Site, (int)s.Command.Kind, s.Command.N, s.Command.Made) && (r.Refusal is null) == (s.Outcome == CountOutcome.Applied)));
    }

    /// <summary>A site has one tablet, and that never makes two at the same time: so neither device nor number has to be right to find a command twice.</summary>
    private static long Doubled(IEnumerable<Row> rows) => rows.Where(r => r.Part == 0).GroupBy(r => (r.Site, r.Made)).Sum(g => g.Count() - 1L);

    /// <summary>What does not agree once everything had time to arrive.</summary>
    private async Task<IReadOnlyList<string>> Agree(NpgsqlConnection connection, CancellationToken cancel)
    {
        var ledger = (await connection.QueryAsync<Sums>("""
            select site, sum(arrived)::bigint as arrived, sum(implied)::bigint as implied, sum(sampled)::bigint as sampled, sum(gone)::bigint as left, sum(corrected)::bigint as corrected
            from ledger where round = @Round and version is not null group by site
            """, new { morning.Round })).ToDictionary(s => s.Site);
        var found = await Differences(ledger, cancel);
        for (var waited = TimeSpan.Zero; found.Count > 0 && waited < Settle; waited += Between)
        {
            await Task.Delay(Between, cancel);
            found = await Differences(ledger, cancel);
        }
        return found;
    }

    private async Task<List<string>> Differences(Dictionary<string, Sums> ledger, CancellationToken cancel)
    {
        var fold = await Fold(await morning.Api.District(cancel));
        var board = (await morning.Api.Board(morning.Round, cancel)).Sites.ToDictionary(s => s.Site, Of);
        var found = new List<string>();
        foreach (var tablet in tablets)
        {
            var site = tablet.Site;
            var stands = ledger.GetValueOrDefault(site) ?? new(site, 0, 0, 0, 0, 0);
            var own = Told(tablet);
            if ((stands.Arrived, stands.Sampled, stands.Left) != own) found.Add($"{site}: the tablet was acknowledged {own}, the ledger has {stands}");
            if (fold.GetValueOrDefault(site) is var live && live != stands) found.Add($"{site}: the ledger has {stands}, the live fold {live}");
            if (board.GetValueOrDefault(site) is var shown && shown != stands) found.Add($"{site}: the ledger has {stands}, the board {shown}");
            if ((tablet.Shown is { } screen ? Of(screen) : null) is var seen && seen != stands) found.Add($"{site}: the ledger has {stands}, its tablet shows {seen}");
        }
        return found;
    }

    private async Task<Dictionary<string, Sums>> Fold(string district)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(stage.Redis!);
        return (await redis.GetDatabase().HashGetAllAsync(new CountingKeys(district).Sites(morning.Round))).ToDictionary(e => (string)e.Name!, e =>
        {
            var tally = Tally.Parse(e.Value!);
            return new Sums(e.Name!, tally.Arrived, tally.Implied, tally.Sampled, tally.Left, tally.Corrected);
        });
    }

    private static Sums Of(SiteState s) => new(s.Site, s.Arrived, s.Implied, s.Sampled, s.Left, s.Corrected);

    /// <summary>What the tablet itself says that it counted, without what it took back.</summary>
    private static (long Arrived, long Sampled, long Left) Told(FieldTablet tablet)
    {
        var applied = tablet.Settled.Where(s => s.Outcome == CountOutcome.Applied).ToDictionary(s => s.Command.Number, s => s.Command);
        var back = applied.Values.Where(c => c.Kind == CountKind.Undo).Select(c => c.N).ToHashSet();
        long Sum(CountKind kind) => applied.Values.Where(c => c.Kind == kind && !back.Contains(c.Number)).Sum(c => c.N);
        return (Sum(CountKind.Arrived), Sum(CountKind.Sampled), Sum(CountKind.Left));
    }
}
