using System.Net.Http.Json;
using Dapper;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>Two districts on one database, of three sites in two villages and of one, each with a round that was opened ten hours ago; and what their ledger adds up to.</summary>
internal sealed class CityDistricts(BoardDistrict one)
{
    public string One => one.Code;
    public string Two => one.Code + "b";

    public static Task<CityDistricts> Make(RealEngines engines, LiveEngine engine = LiveEngine.Redis) => Make(engines, engines.Address(engine));

    public static async Task<CityDistricts> Make(RealEngines engines, string redis)
    {
        var city = new CityDistricts(await BoardDistrict.Make(engines, redis));
        await city.Do("""
            insert into villages values (@code, 'W');
            update sites set village = 'W' where district = @code and code = 'S3';
            update rounds set opened_at = now() - interval '10 hours' where district = @code and id = 1;
            insert into districts (code, name) values (@code || 'b', 'Other');
            insert into villages values (@code || 'b', 'V');
            insert into sites (district, code, name, village, latitude, longitude, population, lanes) values (@code || 'b', 'S1', 'S1', 'V', 36.7, 117.7, 100, 2);
            insert into rounds (district, id, name, state, day) values (@code || 'b', 0, 'pattern', 'Pattern', current_date);
            insert into rounds (district, id, name, state, day, opened_at) values (@code || 'b', 1, 'one', 'Open', current_date, now() - interval '10 hours');
            insert into round_sites values (@code || 'b', 1, 'S1', 2);
            """);
        return city;
    }

    public Task<TestServer> Server(params string[] settings) => one.Server(0, settings);

    public Task Do(string sql) => one.Do(sql);

    public Task<T> Ask<T>(string sql) => one.Ask<T>(sql);

    /// <summary>Tells a morning of one site in random counts, half of them by the hub and half by HTTP: late ones, head counts and what is taken back among them.</summary>
    public async Task Tell(TestServer server, string district, string site, int commands, Random random)
    {
        var token = await server.Tablet(district, Guid.NewGuid(), site);
        await using var line = await server.Line(token);
        using var http = server.Http(token);
        foreach (var batch in Commands(site, commands, random).Chunk(50))
        {
            if (random.Next(2) == 0) Assert.All(await line.Tell(batch), r => Assert.NotEqual(CountOutcome.Gap, r.Outcome));
            else Assert.True((await http.PostAsJsonAsync("/api/v1/counts", new { commands = batch }, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        }
    }

    private static IEnumerable<CountCommand> Commands(string site, int count, Random random)
    {
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-590).ToUnixTimeMilliseconds();
        for (var n = 1; n <= count; n++)
        {
            var minutes = 580.0 * n / count * (random.Next(10) == 0 ? random.NextDouble() : 1);
            var kind = random.Next(20) switch { 0 => CountKind.Queue, 1 => CountKind.Left, 2 => CountKind.Lanes, 3 or 4 when n > 3 => CountKind.Undo, < 13 => CountKind.Arrived, _ => CountKind.Sampled };
            var amount = kind switch { CountKind.Undo => n - random.Next(1, 4), CountKind.Queue => random.Next(0, 30), CountKind.Lanes => 2, _ => random.Next(1, 9) };
            yield return new(n, 1, site, kind, amount, from + (long)(minutes * 60_000));
        }
    }

    /// <summary>What the ledger adds up to over all sites that a condition on l picks.</summary>
    public async Task<Sum> Sums(string which)
    {
        await using var connection = await Connection();
        return await connection.QuerySingleAsync<Sum>($"""
            with site as (select sum(arrived) as arrived, sum(implied) as implied, sum(sampled) as sampled, sum(gone) as gone, sum(corrected) as corrected
                from ledger l where {which} and version is not null group by district, site)
            select coalesce(sum(arrived), 0)::bigint as arrived, coalesce(sum(implied), 0)::bigint as implied, coalesce(sum(sampled), 0)::bigint as sampled, coalesce(sum(gone), 0)::bigint as left,
                coalesce(sum(corrected), 0)::bigint as corrected, coalesce(sum(greatest(0, arrived + implied - sampled - gone + corrected)), 0)::bigint as queue from site
            """, new { one.Code, Other = Two });
    }

    /// <summary>The same by the minute: at the end of each in which anything happened, the sum of what the sites' rows up to then come to.</summary>
    public async Task<IReadOnlyList<QueueMinute>> Minutes(string which)
    {
        await using var connection = await Connection();
        return [.. await connection.QueryAsync<QueueMinute>($"""
            with m as (select district, site, minute, sum(arrived) as arrived, sum(implied) as implied, sum(sampled) as sampled, sum(gone) as gone, sum(corrected) as corrected
                    from ledger l where {which} and version is not null group by district, site, minute),
                grid as (select distinct minute from m where arrived <> 0 or implied <> 0 or sampled <> 0 or gone <> 0 or corrected <> 0),
                queues as (select grid.minute, s.district, s.site, greatest(0, sum(m.arrived + m.implied - m.sampled - m.gone + m.corrected)) as queue
                    from grid cross join (select distinct district, site from m) s join m on m.district = s.district and m.site = s.site and m.minute <= grid.minute group by grid.minute, s.district, s.site)
            select grid.minute, sum(m.arrived)::int as arrived, sum(m.implied)::int as implied, sum(m.sampled)::int as sampled, sum(m.gone)::int as left, sum(m.corrected)::int as corrected,
                (select sum(queue) from queues q where q.minute = grid.minute)::bigint as queue
            from grid join m on m.minute = grid.minute group by grid.minute order by grid.minute
            """, new { one.Code, Other = Two })];
    }

    private async Task<NpgsqlConnection> Connection()
    {
        var connection = new NpgsqlConnection(one.Postgres);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}

internal sealed record Sum(long Arrived, long Implied, long Sampled, long Left, long Corrected, long Queue);
