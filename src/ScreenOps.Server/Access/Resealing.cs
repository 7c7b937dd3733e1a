using System.Diagnostics.Metrics;
using Dapper;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>How far the walk for one key is.</summary>
/// <param name="Total">Rows with something sealed when it began; more may have come since.</param>
internal sealed record ResealShown(string Key, DateTimeOffset BeganAt, long Done, long Total, DateTimeOffset? EndedAt);

/// <summary>
/// After a key was added, seals everything anew with it, in the background: one server at a time, a batch and then a pause as long as it took, and from where it was
/// left after a stop. Each value is exchanged only where it is still the one that was read, so that nobody's edit is lost.
/// </summary>
internal sealed class Resealing : BackgroundService
{
    private const int Batch = 500;
    private const long Turn = 0x5343_5245_5345_4101;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2), Retry = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource postgres;
    private readonly KeyRing ring;
    private readonly Vault vault;
    private readonly Audit audit;
    private readonly TimeProvider time;
    private readonly ILogger<Resealing> log;
    private volatile string? endedFor;
    private long left;

    private sealed record Walk(int Part, Guid After, long Done);

    public Resealing(NpgsqlDataSource postgres, KeyRing ring, Vault vault, Audit audit, TimeProvider time, ILogger<Resealing> log, IMeterFactory meters)
    {
        (this.postgres, this.ring, this.vault, this.audit, this.time, this.log) = (postgres, ring, vault, audit, time, log);
        meters.Create(Telemetry.Name).CreateObservableGauge("screenops.access.reseal.left", () => Interlocked.Read(ref left), "{row}", "Rows that this server still has to look at until everything is sealed with the newest key.");
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var pause = Look;
            try
            {
                if (ring.Now.Sealing is var key && endedFor != key.IdText) await All(key, stop);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.ResealingWaits(e);
                pause = Retry;
            }
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task All(DataKey key, CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        if (!await connection.ExecuteScalarAsync<bool>("select pg_try_advisory_lock(@Turn)", new { Turn })) return;
        try
        {
            await Begin(connection, key, stop);
            while (!stop.IsCancellationRequested && await Step(connection, key, stop) is { } took) await Task.Delay(took, time, stop);
            endedFor = key.IdText;
        }
        finally
        {
            // The connection goes back to the pool, which does not sweep it.
            if (connection.State == System.Data.ConnectionState.Open) await connection.ExecuteAsync("select pg_advisory_unlock(@Turn)", new { Turn });
            Interlocked.Exchange(ref left, 0);
        }
    }

    /// <summary>A walk that ended begins again where a server that did not know the key yet sealed something behind it.</summary>
    private async Task Begin(NpgsqlConnection connection, DataKey key, CancellationToken stop)
    {
        var total = await SealedParts.Rows(connection, stop);
        var behind = await SealedParts.NotSealedWith(connection, key, stop);
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into reseals (key_id, began_at, total, ended_at) values (@IdText, @now, @total, case when @behind = 0 then @now end)
            on conflict (key_id) do update set part = 0, after = excluded.after, done = 0, total = excluded.total, ended_at = null where reseals.ended_at is not null and @behind > 0
            """, new { key.IdText, now = time.GetUtcNow().UtcDateTime, total, behind }, cancellationToken: stop));
    }

    /// <summary>One batch; how long it took, or null where everything is done.</summary>
    private async Task<TimeSpan?> Step(NpgsqlConnection connection, DataKey key, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var walk = await connection.QuerySingleOrDefaultAsync<Walk>(new CommandDefinition("select part, after, done from reseals where key_id = @IdText and ended_at is null", new { key.IdText }, cancellationToken: stop));
        if (walk is null) return null;
        if (walk.Part >= SealedParts.All.Count)
        {
            await End(connection, key, walk.Done, stop);
            return null;
        }
        var part = SealedParts.All[walk.Part];
        var (last, rows) = await part.Reseal(connection, vault, key, walk.After, Batch, log, stop);
        await connection.ExecuteAsync(new CommandDefinition("update reseals set part = @part, after = @after, done = done + @rows where key_id = @IdText", new
        {
            key.IdText, rows, part = rows < Batch ? walk.Part + 1 : walk.Part, after = rows < Batch ? Guid.Empty : last,
        }, cancellationToken: stop));
        Interlocked.Exchange(ref left, Math.Max(0, await connection.ExecuteScalarAsync<long>(new CommandDefinition("select total - done from reseals where key_id = @IdText", new { key.IdText }, cancellationToken: stop))));
        return time.GetElapsedTime(began);
    }

    private async Task End(NpgsqlConnection connection, DataKey key, long rows, CancellationToken stop)
    {
        await SealedParts.ResealSignInKeys(connection, vault, key, stop);
        await connection.ExecuteAsync(new CommandDefinition("update reseals set ended_at = @now where key_id = @IdText", new { key.IdText, now = time.GetUtcNow().UtcDateTime }, cancellationToken: stop));
        await audit.Write(AuditEntry.Own(AuditKind.Resealed, null, $"key/{key.IdText}", $"{rows} rows"), stop);
        log.Resealed(key.IdText, rows);
    }

    /// <summary>Has it look again whether anything is left.</summary>
    public void Again() => endedFor = null;

    public async Task<ResealShown?> Shown(string key, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<(DateTime Began, long Done, long Total, DateTime? Ended)?>(new CommandDefinition("select began_at, done, total, ended_at from reseals where key_id = @key", new { key }, cancellationToken: cancel));
        return row is { } r ? new(key, Utc(r.Began), Math.Min(r.Done, r.Total), r.Total, r.Ended is { } ended ? Utc(ended) : null) : null;
    }

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
