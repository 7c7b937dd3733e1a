using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>Removes what has ended, some at a time; each step and its row in the audit trail are one commit. Servers take turns by what is left.</summary>
internal sealed class Retention(NpgsqlDataSource postgres, Vault vault, Audit audit, IOptions<RetentionOptions> options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    /// <summary>So many of a kind at a time, that nobody waits for a lock of ours.</summary>
    private const int Batch = 1000;

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Look, time);
        do
        {
            try
            {
                await Once(stop);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.RetentionWaits(e);
            }
        } while (await timer.WaitForNextTickAsync(stop));
    }

    public async Task Once(CancellationToken stop)
    {
        var (now, keep) = (time.GetUtcNow().UtcDateTime, options.Value);
        await Drain("codes", "delete from codes where hash in (select hash from codes where expires < @before limit @Batch)", now - keep.Codes, stop);
        await Drain("passes", "delete from passes where id in (select id from passes where least(expires_at, revoked_at) < @before limit @Batch)", now - keep.Passes, stop);
        await Drain("prints", "delete from pass_prints where id in (select id from pass_prints where made < @before limit @Batch)", now - keep.Prints, stop);
        await Drain("follow-ups", """
            delete from follow_ups where (district, round, resident) in (select f.district, f.round, f.resident from follow_ups f join rounds r on r.district = f.district and r.id = f.round where r.sealed_at < @before limit @Batch)
            """, now - keep.FollowUps, stop);
        while (await WalkIns(now - keep.WalkIns, stop) >= Batch) { }
    }

    private async Task Drain(string what, string sql, DateTime before, CancellationToken stop)
    {
        for (var removed = Batch; removed >= Batch;)
            removed = await Step(what, (connection, transaction) => connection.ExecuteAsync(new CommandDefinition(sql, new { before, Batch }, transaction, cancellationToken: stop)), stop);
    }

    private Task<int> WalkIns(DateTime before, CancellationToken stop) => Step("walk-ins", async (connection, transaction) =>
    {
        // Whoever took part in no round at all registered and never came: the pass tells since when.
        var people = (await connection.QueryAsync<(Guid Id, string District)>(new CommandDefinition("""
            select r.id, r.district from residents r where r.walk_in and r.erased_at is null
                and not exists (select from ledger l join rounds o on o.district = l.district and o.id = l.round where l.district = r.district and l.person = r.id and (o.sealed_at is null or o.sealed_at > @before))
                and not exists (select from passes p where p.resident = r.id and p.issued_at > @before)
                and exists (select from passes p where p.resident = r.id union all select from ledger l where l.district = r.district and l.person = r.id)
            limit @Batch for update skip locked
            """, new { before, Batch }, transaction, cancellationToken: stop))).ToList();
        foreach (var district in people.GroupBy(p => p.District)) await PersonFiles.Erase(connection, transaction, vault, district.Key, [.. district.Select(p => p.Id)], time.GetUtcNow(), stop);
        return people.Count;
    }, stop);

    private async Task<int> Step(string what, Func<NpgsqlConnection, NpgsqlTransaction, Task<int>> act, CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        int removed;
        await using (var transaction = await connection.BeginTransactionAsync(stop))
        {
            removed = await act(connection, transaction);
            if (removed == 0) return 0;
            await audit.Write(AuditEntry.Own(AuditKind.Retained, null, what, $"{removed} removed, kept long enough"), connection, transaction, stop);
            await transaction.CommitAsync(stop);
        }
        await audit.Committed(connection, stop);
        return removed;
    }
}
