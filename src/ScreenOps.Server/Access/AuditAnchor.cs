using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using ScreenOps.Core.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>
/// The last row of the audit trail that this server knows, in the file "audit.head" of its data folder: who can write to the database alone cannot take rows from
/// the end unseen. It goes forward only, and only where the row that it knows still stands; each server has one of its own, and the log names it once an hour.
/// </summary>
internal sealed class AuditAnchor(NpgsqlDataSource postgres, DataFolder folder, TimeProvider time, ILogger<AuditAnchor> log) : BackgroundService
{
    private const string Name = "audit.head";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10), Told = TimeSpan.FromHours(1);
    private readonly string file = Path.Combine(folder.Path, Name);
    private readonly SemaphoreSlim turn = new(1);
    private AuditHead? known;
    private long toldNumber;
    private DateTimeOffset toldAt;
    private bool broken;

    private sealed record Row(long Number, byte[] Hash, byte[]? Held);

    public AuditHead Known => known ??= Read();

    /// <summary>Takes up the trail's end; a trail that no longer holds what is known is told, and the anchor stays.</summary>
    public async Task Advance(NpgsqlConnection connection, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var (number, hash) = (Known.Number, Known.Hash);
            var end = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition("""
                select number, hash, (select hash from audit where number = @number) as held from audit order by number desc limit 1
                """, new { number }, cancellationToken: cancel));
            if (number > 0 && (end?.Held is not { } held || !CryptographicOperations.FixedTimeEquals(held, hash))) Broken(number);
            else if (end is not null && end.Number > number) Write(new(end.Number, end.Hash));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Begins anew at the end that there is, as after a restore of an older backup. Whoever asks for it leaves a row that says so.</summary>
    public async Task Reset(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            (broken, toldAt) = (false, default);
            Write(AuditHead.None);
        }
        finally
        {
            turn.Release();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            try
            {
                await using var connection = await postgres.OpenConnectionAsync(stop);
                await Advance(connection, stop);
                Tell();
            }
            catch (NpgsqlException e)
            {
                log.AuditNotRead(e);
            }
        } while (await timer.WaitForNextTickAsync(stop));
    }

    private void Tell()
    {
        if (broken || Known.Number == toldNumber || time.GetUtcNow() - toldAt < Told) return;
        (toldNumber, toldAt) = (Known.Number, time.GetUtcNow());
        log.AuditStands(Known.Number, Convert.ToHexStringLower(Known.Hash));
    }

    private void Broken(long number)
    {
        if (!broken) log.AuditBroken(number);
        broken = true;
    }

    private void Write(AuditHead head)
    {
        DataFolder.WriteSecret(file, string.Create(CultureInfo.InvariantCulture, $"{head.Number} {Convert.ToHexStringLower(head.Hash)}"));
        known = head;
    }

    /// <summary>A file that cannot be understood is as good as one that was changed: the server says so at its start.</summary>
    private AuditHead Read()
    {
        if (!File.Exists(file)) return AuditHead.None;
        return File.ReadAllText(file).Split(' ') is [var number, { Length: 2 * AuditChain.HashBytes } hash] && long.TryParse(number, CultureInfo.InvariantCulture, out var n) && hash.All(char.IsAsciiHexDigit)
            ? new(n, Convert.FromHexString(hash))
            : throw new StartException($"The audit trail's anchor {file} cannot be read. Restore it from a backup of the data folder, or take it away and run: dotnet run --project src/ScreenOps.Server -- audit verify");
    }
}
