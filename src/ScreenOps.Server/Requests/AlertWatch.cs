using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Requests;

/// <summary>
/// Watches the boards for signs that need a person and lets the clock act on alerts. One server at a time does it for a district, so that two with different news do not raise and
/// clear in turn; where two do all the same for a moment, the database takes each cause once.
/// </summary>
internal sealed class AlertWatch(AlertStore store, AlertReading reading, RoundBook book, DistrictBoards boards, IOptions<RequestsOptions> options, TimeProvider time, ILogger<AlertWatch> log) : BackgroundService
{
    private readonly Guid me = Guid.NewGuid();
    private readonly Dictionary<(string District, int Round), SignTrack> tracks = [];
    private IReadOnlySet<string> held = new HashSet<string>();
    private long heldAt;

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await Look(stop);
        }
        finally
        {
            await LetGo();
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            await Hold(stop);
            var rounds = new List<RoundInfo>();
            foreach (var district in held) rounds.AddRange((await book.Rounds(district)).Where(r => r.State == RoundState.Open));
            foreach (var gone in tracks.Keys.Except(rounds.Select(r => (r.District, r.Id))).ToList()) tracks.Remove(gone);
            if (rounds.Count == 0) return;
            var latest = await reading.Latest(rounds, stop);
            foreach (var round in rounds) await Look(round, [.. latest[(round.District, round.Id)]], stop);
        }
        catch (Exception e) when (Passing(e))
        {
            log.NotWatched("*", e);
        }
    }

    /// <summary>Says that this server is alive, and ends the signs of rounds that are over.</summary>
    private async Task Hold(CancellationToken stop)
    {
        if (heldAt != 0 && time.GetElapsedTime(heldAt) < options.Value.Lease / 3) return;
        // While PostgreSQL is away nothing is held: another server may have it by then.
        held = new HashSet<string>();
        var now = time.GetTimestamp();
        held = await reading.Hold(me, options.Value.Lease, stop);
        heldAt = now;
        foreach (var over in await reading.LeftOver(stop))
            if (await book.Round(over.District, over.Round) is { } round) await store.Act(round, over.Id, AlertActor.Clock, new(Guid.NewGuid(), AlertDoes.Clear), stop);
    }

    private async Task Look(RoundInfo round, IReadOnlyList<KeptAlert> latest, CancellationToken stop)
    {
        try
        {
            var board = await boards.Board(round.District, new Scope(round.Id, round.Rehearsal, null), stop);
            if (board.Round(round.Id) is not { Rules: { } rules } seen) return;
            // A board that may have missed something tells neither that a sign is there nor that it has gone.
            if (board.Trusted) await Signs(round, seen, rules, latest, stop);
            foreach (var alert in latest) await Clock(round, alert, rules.Now, stop);
        }
        catch (Exception e) when (Passing(e))
        {
            log.NotWatched(round.District, e);
        }
    }

    private async Task Signs(RoundInfo round, RoundBoard seen, RoundRules rules, IReadOnlyList<KeptAlert> latest, CancellationToken stop)
    {
        if (!tracks.TryGetValue((round.District, round.Id), out var track)) tracks[(round.District, round.Id)] = track = new();
        var (thresholds, now, signs) = (new Thresholds(rules.District.WatchMinutes, rules.District.ActMinutes), rules.Now, options.Value.Signs);
        var bySite = latest.Where(a => a.Life.Kind == AlertKind.Sign).ToLookup(a => a.Site);
        foreach (var site in seen.Sites)
        {
            var last = bySite[site.Code].ToDictionary(a => a.Cause);
            foreach (var (cause, there, since) in track.See(site.Code, Cause.Of(site.State(rules), thresholds), [.. last.Values.Where(a => a.Ended is null).Select(a => a.Cause)], now))
            {
                var known = last.GetValueOrDefault(cause);
                var step = SignWatch.Next(there, since, known is null ? null : new LastAlert(known.Life.End, known.Ended ?? 0), signs, now);
                if (step == SignStep.Raise) await store.Raise(round, site.Code, cause, AlertActor.Clock, new(Guid.NewGuid(), AlertDoes.Ask, Made: since), stop);
                else if (step != SignStep.None) await store.Act(round, known!.Id, AlertActor.Clock, new(Guid.NewGuid(), step == SignStep.Clear ? AlertDoes.Clear : AlertDoes.Reopen), stop);
            }
        }
    }

    private async Task Clock(RoundInfo round, KeptAlert alert, long now, CancellationToken stop)
    {
        if (AlertLife.Next(alert.Life, options.Value.Rules) is not var (does, at) || now < at) return;
        if (await store.Act(round, alert.Id, AlertActor.Clock, new(Guid.NewGuid(), does), stop) is AlertResult.Told && does == AlertDoes.Escalate)
            log.Escalated(round.District, round.Id, alert.Site, alert.Cause);
    }

    private async Task LetGo()
    {
        try
        {
            await reading.LetGo(me);
        }
        catch (Exception e) when (Passing(e))
        {
            // Its lease ends by itself.
        }
    }

    private static bool Passing(Exception e) => e is NpgsqlException or RedisException or TimeoutException or InvalidOperationException;
}

/// <summary>Hears which site's alerts any server changed, and has the screens of this one told.</summary>
internal sealed class RequestNews(NpgsqlDataSource postgres, DistrictBoards boards, TimeProvider time, ILogger<RequestNews> log) : DatabaseNews("screenops_requests", postgres, time, log)
{
    protected override void Heard(string? news)
    {
        if (news is null) boards.RequestsChanged(null, null);
        else if (news.Split(' ') is [var district, var site]) boards.RequestsChanged(district, site);
    }

    protected override void Lost(Exception e) => log.NewsLost(e);
}
