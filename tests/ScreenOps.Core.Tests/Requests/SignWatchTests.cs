using CsCheck;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Requests;
using Xunit;

namespace ScreenOps.Core.Tests.Requests;

public sealed class SignWatchTests
{
    private const long Second = 1000, Start = 1_000_000_000_000;
    private static readonly SignRules Rules = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(180), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30));

    private sealed record Event(long At, SignStep Step);

    /// <summary>A sign that comes and goes in spells of seconds; sometimes somebody resolves the alert.</summary>
    private static readonly Gen<(int Seconds, bool Resolve)[]> Spells = Gen.Select(Gen.Int[1, 600], Gen.Int[0, 5]).Select((s, r) => (s, r == 0)).Array[1, 16];

    [Fact]
    public void However_a_sign_flaps_there_is_one_alert_at_a_time_raised_after_its_hold_off_and_ended_after_the_other() => Spells.Sample(spells =>
    {
        var (events, resolved) = Play(spells);
        SignStep? last = null;
        foreach (var e in events)
        {
            var opens = e.Step is SignStep.Raise or SignStep.Return;
            Assert.Equal(opens, last is null or SignStep.Clear or SignStep.None);
            var (there, since) = At(spells, e.At);
            if (e.Step != SignStep.None) Assert.True(opens == there && e.At - since >= (opens ? 60 : 180) * Second);
            last = e.Step;
        }
        // Whoever resolved it is left alone for half an hour.
        foreach (var at in resolved) Assert.DoesNotContain(events, e => e.Step is SignStep.Raise or SignStep.Return && e.At > at && e.At < at + 1800 * Second);
    }, iter: 100);

    [Fact]
    public void What_lasts_longer_than_the_hold_off_is_never_left_without_an_alert() => Spells.Sample(spells =>
    {
        var calm = spells.Select(s => (s.Seconds, false)).ToArray();
        var (events, _) = Play(calm);
        var at = Start;
        for (var i = 0; i < calm.Length; at += calm[i++].Seconds * Second)
        {
            if (i % 2 != 0 || calm[i].Seconds <= 61) continue;
            var last = events.LastOrDefault(e => e.At <= at + 61 * Second);
            Assert.True(last?.Step is SignStep.Raise or SignStep.Return, $"A sign of {calm[i].Seconds} s from second {(at - Start) / Second} on has no alert.");
        }
    }, iter: 100);

    [Fact]
    public void One_that_comes_back_soon_is_the_same_alert_again_and_a_later_one_is_another()
    {
        var ended = new LastAlert(AlertEnd.Cleared, Start);
        Assert.Equal(SignStep.Return, SignWatch.Next(true, Start + 500 * Second, ended, Rules, Start + 899 * Second));
        Assert.Equal(SignStep.Raise, SignWatch.Next(true, Start + 500 * Second, ended, Rules, Start + 900 * Second));
    }

    [Fact]
    public void A_wait_is_an_alert_only_from_where_somebody_must_act()
    {
        var site = new SiteState(1, "S1", 1, 1, SiteStatus.Open, 1, 2, 40, 40, 0, 0, 0, 0, 60, new(20, 29, 29), 20, Health.Watch, [Reason.LongWait, Reason.LaneIdle], Start, 0, 0);
        Assert.Equal([Reason.LaneIdle], Cause.Of(site, Thresholds.Hangzhou));
        Assert.Equal([Reason.LongWait, Reason.LaneIdle], Cause.Of(site with { Wait = new(25, 35, 30) }, Thresholds.Hangzhou));
    }

    [Fact]
    public void The_track_of_a_sign_begins_anew_when_it_comes_or_goes_and_is_forgotten_when_nobody_asks()
    {
        var track = new SignTrack();
        IReadOnlyList<(string, bool, long)> See(string[] causes, string[] open, int second) => track.See("S1", causes, open, Start + second * Second);
        Assert.Equal([(Reason.LongWait, true, Start)], See([Reason.LongWait], [], 0));
        Assert.Equal([(Reason.LongWait, true, Start)], See([Reason.LongWait], [], 90));
        Assert.Equal([(Reason.LongWait, false, Start + 100 * Second)], See([], [Reason.LongWait], 100));
        Assert.Equal([(Reason.LongWait, false, Start + 100 * Second)], See([], [Reason.LongWait], 110));
        Assert.Empty(See([], [], 120));
        Assert.Equal([(Reason.LongWait, true, Start + 130 * Second)], See([Reason.LongWait], [], 130));
    }

    [Fact]
    public void Every_sign_and_every_request_is_one_cause_of_one_kind()
    {
        Assert.Empty(Cause.Help.Intersect(Cause.Signs));
        Assert.Equal(typeof(Reason).GetFields().Select(f => (string)f.GetValue(null)!).Order(), Cause.Signs.Order());
        Assert.Null(Cause.KindOf("weather"));
    }

    /// <summary>Looks every second, as the server does.</summary>
    private static (List<Event> Events, List<long> Resolved) Play((int Seconds, bool Resolve)[] spells)
    {
        var (track, events, resolved, at) = (new SignTrack(), new List<Event>(), new List<long>(), Start);
        LastAlert? last = null;
        for (var i = 0; i < spells.Length; i++)
            for (var second = 0; second < spells[i].Seconds; second++, at += Second)
            {
                string[] open = last is { End: null } ? [Reason.LongWait] : [];
                foreach (var (_, there, since) in track.See("S1", i % 2 == 0 ? [Reason.LongWait] : [], open, at))
                {
                    var step = SignWatch.Next(there, since, last, Rules, at);
                    if (step == SignStep.None) continue;
                    events.Add(new(at, step));
                    last = step == SignStep.Clear ? new(AlertEnd.Cleared, at) : new(null, 0);
                }
                if (spells[i].Resolve && second == 10 && last is { End: null })
                {
                    last = new(AlertEnd.Resolved, at);
                    resolved.Add(at);
                    events.Add(new(at, SignStep.None));
                }
            }
        return (events, resolved);
    }

    /// <summary>What the sign was at a moment, and since when.</summary>
    private static (bool There, long Since) At((int Seconds, bool)[] spells, long moment)
    {
        var at = Start;
        for (var i = 0; i < spells.Length; at += spells[i++].Seconds * Second)
            if (moment < at + spells[i].Seconds * Second) return (i % 2 == 0, at);
        return (spells.Length % 2 == 1, at);
    }
}
