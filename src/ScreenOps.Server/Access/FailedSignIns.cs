using System.Threading.Channels;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>
/// Sign-ins that failed, on their way into the audit trail: written behind the answer, so that it takes as long for a phone that nobody has. Of strangers, who may try
/// without end, there is one row a minute with how many they were.
/// </summary>
internal sealed class FailedSignIns(Audit audit, TimeProvider time, ILogger<FailedSignIns> log) : BackgroundService
{
    private const int Waiting = 1000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Channel<AuditEntry> entries = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private int strangers;

    public void Known(AccountInfo account, bool locked)
    {
        entries.Writer.TryWrite(AuditEntry.Own(AuditKind.SignInFailed, account.District, $"account/{account.Id}", "wrong password"));
        if (locked) entries.Writer.TryWrite(AuditEntry.Own(AuditKind.Locked, account.District, $"account/{account.Id}"));
    }

    /// <summary>A passkey of the account that did not bring in; nobody guesses one, so it locks nothing.</summary>
    public void Passkey(AccountInfo account, string why) => entries.Writer.TryWrite(AuditEntry.Own(AuditKind.PasskeyRefused, account.District, $"account/{account.Id}", why));

    public void Stranger() => Interlocked.Increment(ref strangers);

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, token => Task.WhenAll(Write(token), Count(token)), stop);

    private async Task Write(CancellationToken stop)
    {
        await foreach (var entry in entries.Reader.ReadAllAsync(stop)) await Try(entry, stop);
    }

    private async Task Count(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Minute, time);
        while (await timer.WaitForNextTickAsync(stop))
            if (Interlocked.Exchange(ref strangers, 0) is > 0 and var tries) await Try(AuditEntry.Own(AuditKind.SignInFailed, null, "", $"{tries} with a phone, code or passkey that nobody has"), stop);
    }

    private async Task Try(AuditEntry entry, CancellationToken stop)
    {
        try
        {
            await audit.Write(entry, stop);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            log.FailureNotWritten(e);
        }
    }
}
