using Dapper;
using Npgsql;

namespace ScreenOps.Server.Counting;

/// <summary>What the ledger's rows add up to; of a site, or of a minute of it (unix minute; 0 where the whole round is summed).</summary>
/// <param name="ReportedAt">Unix milliseconds of the newest command that a tablet made; 0 when none was.</param>
internal sealed record LedgerSum(string District, int Round, string Site, long Minute, long Arrived, long Implied, long Sampled, long Gone, long Corrected, long ReportedAt)
{
    public long Queue => Arrived + Implied - Sampled - Gone + Corrected;
}

/// <summary>Adds up the ledger as it is committed, for what the live fold does not hold. Refused rows have no effect and add nothing.</summary>
internal sealed class LedgerSums(NpgsqlDataSource postgres)
{
    /// <summary>Each site of a round in which something was counted.</summary>
    public Task<IReadOnlyList<LedgerSum>> Sites(string district, int round, CancellationToken cancel) => Read("""
        select district, round, site, 0::bigint as minute, sum(arrived) as arrived, sum(implied) as implied, sum(sampled) as sampled, sum(gone) as gone, sum(corrected) as corrected,
            coalesce(max(made) filter (where person is null), 0) as reportedAt
        from ledger where district = @district and round = @round and version is not null group by district, round, site
        """, new { district, round }, cancel);

    /// <summary>Each minute of each site of these rounds, from &lt;= minute &lt; before.</summary>
    public Task<IReadOnlyList<LedgerSum>> Minutes(IReadOnlyCollection<(string District, int Round)> rounds, long from, long before, CancellationToken cancel) => Read("""
        select l.district, l.round, l.site, l.minute, sum(l.arrived) as arrived, sum(l.implied) as implied, sum(l.sampled) as sampled, sum(l.gone) as gone, sum(l.corrected) as corrected, max(l.made) as reportedAt
        from unnest(@districts, @ids) as asked (district, round) join ledger l on l.district = asked.district and l.round = asked.round
        where l.minute >= @from and l.minute < @before and l.version is not null group by l.district, l.round, l.site, l.minute
        """, Asked(rounds, from, before), cancel);

    /// <summary>The minutes from one on in which queues were corrected, which the live fold does not keep by the minute. Few rows are, and they have an index.</summary>
    public Task<IReadOnlyList<LedgerSum>> Corrections(IReadOnlyCollection<(string District, int Round)> rounds, long from, CancellationToken cancel) => Read("""
        select l.district, l.round, l.site, l.minute, 0::bigint as arrived, 0::bigint as implied, 0::bigint as sampled, 0::bigint as gone, sum(l.corrected) as corrected, max(l.made) as reportedAt
        from unnest(@districts, @ids) as asked (district, round) join ledger l on l.district = asked.district and l.round = asked.round
        where l.corrected <> 0 and l.minute >= @from group by l.district, l.round, l.site, l.minute
        """, Asked(rounds, from, long.MaxValue), cancel);

    private static object Asked(IReadOnlyCollection<(string District, int Round)> rounds, long from, long before) =>
        new { districts = rounds.Select(r => r.District).ToArray(), ids = rounds.Select(r => r.Round).ToArray(), from, before };

    private async Task<IReadOnlyList<LedgerSum>> Read(string sql, object of, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<LedgerSum>(new CommandDefinition(sql, of, cancellationToken: cancel))];
    }
}
