using Dapper;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>Marks the residents who were stored before there were marks, once, a batch at a time. Servers that do it at once write the same.</summary>
internal sealed class MarkResidents(NpgsqlDataSource postgres, Vault vault, TimeProvider time, ILogger<MarkResidents> log) : BackgroundService
{
    private const int Batch = 1000;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private sealed record Row(Guid Id, string District, byte[] IdentitySealed, byte[]? PhoneSealed, byte[] NameSealed);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await Next(stop) < Batch) return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                log.MarkingWaits(e);
                await Task.Delay(Retry, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>How many were marked; fewer than a batch: these were the last.</summary>
    private async Task<int> Next(CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            "select id, district, identity_sealed as IdentitySealed, phone_sealed as PhoneSealed, name_sealed as NameSealed from residents where name_mark is null limit @Batch", new { Batch }, cancellationToken: stop))).AsList();
        var marks = rows.ConvertAll(r => ResidentMarks.Of(vault, r.District, vault.Open(r.IdentitySealed), r.PhoneSealed is { } phone ? vault.Open(phone) : null, vault.Open(r.NameSealed)));
        await connection.ExecuteAsync(new CommandDefinition("""
            update residents r set identity_end = m.identity, phone_end = m.phone, name_mark = m.name, name_begin = m.begin
            from unnest(@ids, @identities, @phones, @names, @begins) as m (id, identity, phone, name, begin) where r.id = m.id
            """, new
        {
            ids = rows.ConvertAll(r => r.Id).ToArray(), identities = marks.ConvertAll(m => m.IdentityEnd).ToArray(), phones = marks.ConvertAll(m => m.PhoneEnd).ToArray(),
            names = marks.ConvertAll(m => m.Name).ToArray(), begins = marks.ConvertAll(m => m.NameBegin).ToArray(),
        }, cancellationToken: stop));
        return rows.Count;
    }
}
