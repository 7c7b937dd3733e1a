using System.Collections.Concurrent;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>Hears which site called a number, on whichever server its desk is.</summary>
internal sealed class CallNews(NpgsqlDataSource postgres, TimeProvider time, ILogger<CallNews> log) : DatabaseNews("screenops_calls", postgres, time, log)
{
    private readonly ConcurrentDictionary<(string District, string Site), TaskCompletionSource> pulses = new();

    /// <summary>Done at the site's next call, whatever the round; take it before looking.</summary>
    public Task Next(string district, string site) => pulses.GetOrAdd((district, site), _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected override void Heard(string? news)
    {
        if (news is null)
            foreach (var site in pulses.Keys) Tell(site);
        else if (news.Split(' ') is [var district, _, var site]) Tell((district, site));
    }

    protected override void Lost(Exception e) => log.CallsNotHeard(e);

    private void Tell((string, string) site)
    {
        if (pulses.TryRemove(site, out var pulse)) pulse.TrySetResult();
    }
}
