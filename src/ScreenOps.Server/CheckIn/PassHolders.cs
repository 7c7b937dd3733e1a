using System.Threading.Channels;
using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <param name="Name">Masked.</param>
internal sealed record PassHolder(Guid Resident, string Name, bool Revoked);

/// <summary>
/// Whose passes they are, asked of PostgreSQL for many at once: while one question is on its way, whoever comes next gathers for the following one, so a crowd
/// costs few questions. Nothing is remembered, so a pass that any server revoked is known as revoked at once.
/// </summary>
internal sealed class PassHolders(NpgsqlDataSource postgres, Vault vault, TimeProvider time, ILogger<PassHolders> log) : BackgroundService
{
    private const int Waiting = 8192, PerQuestion = 512;
    private readonly Channel<Asked> asked = Channel.CreateBounded<Asked>(Waiting);

    private sealed record Asked(string District, Guid Pass)
    {
        public TaskCompletionSource<PassHolder?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record Row(Guid Id, string District, Guid Resident, bool Revoked, byte[] Name);

    /// <summary>How many passes wait to be asked for.</summary>
    public int Waits => asked.Reader.Count;

    /// <summary>Null: no pass of this id was issued in the district.</summary>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task<PassHolder?> Of(string district, Guid pass, CancellationToken cancel)
    {
        var one = new Asked(district, pass);
        await asked.Writer.WriteAsync(one, cancel);
        return await one.Answer.Task.WaitAsync(cancel);
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var ended = stop.Register(End);
        var together = new List<Asked>(PerQuestion);
        while (await asked.Reader.WaitToReadAsync(stop))
        {
            together.Clear();
            while (together.Count < PerQuestion && asked.Reader.TryRead(out var one)) together.Add(one);
            await Answer(together, stop);
        }
    }

    private void End()
    {
        asked.Writer.TryComplete();
        while (asked.Reader.TryRead(out var left)) left.Answer.TrySetCanceled(CancellationToken.None);
    }

    private async Task Answer(List<Asked> together, CancellationToken stop)
    {
        try
        {
            await using var connection = await postgres.OpenConnectionAsync(stop);
            var rows = (await connection.QueryAsync<Row>(new CommandDefinition("""
                select p.id, p.district, p.resident, p.revoked_at is not null as revoked, r.name_sealed as name from passes p join residents r on r.id = p.resident where p.id = any(@ids)
                """, new { ids = together.Select(a => a.Pass).Distinct().ToArray() }, cancellationToken: stop))).ToDictionary(r => r.Id);
            foreach (var one in together)
                one.Answer.TrySetResult(rows.GetValueOrDefault(one.Pass) is { } row && row.District == one.District ? new(row.Resident, Registration.Mask(vault.Open(row.Name)), row.Revoked) : null);
        }
        catch (Exception e)
        {
            // Whoever asked hears it, and the next question is another one.
            foreach (var one in together) one.Answer.TrySetException(e);
        }
    }
}
