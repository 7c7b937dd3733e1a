using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Board;

/// <summary>One site of a round in memory. Its state is made when somebody looks, at most once for each change.</summary>
internal sealed class SiteLive(int round, string code)
{
    private readonly Lock gate = new();
    private SiteCount count = Nothing(round, code);
    private MinuteSeries minutes = new();
    private SiteState? state;
    private long stamp;

    public string Code => code;

    /// <summary>The board's stamp at the last change; written before the board's own.</summary>
    public long Stamp { get => Volatile.Read(ref stamp); set => Volatile.Write(ref stamp, value); }

    public SiteCount Count { get { lock (gate) return count; } }

    /// <summary>Takes what was published; an older state is discarded.</summary>
    public bool Put(SiteFold fold)
    {
        lock (gate)
        {
            if (!fold.Count.LaterThan(count)) return false;
            count = fold.Count;
            minutes.Put(fold.Minutes);
            state = null;
            return true;
        }
    }

    /// <summary>Takes what a whole reading says, whatever stood here; null: the reading does not know the site.</summary>
    public void Replace(SiteFold? fold)
    {
        lock (gate)
        {
            (count, minutes, state) = (fold?.Count ?? Nothing(round, code), new(), null);
            minutes.Put(fold?.Minutes ?? []);
        }
    }

    public SiteState State(RoundRules rules)
    {
        lock (gate) return state ??= Sight.Of(count, minutes, rules.Site(code), rules.Now);
    }

    /// <summary>The wait in 30 minutes if so many lanes are open from some minute on; null while nobody can tell.</summary>
    /// <param name="from">Minutes from now.</param>
    public double? WaitIn30(RoundRules rules, int lanes, double from)
    {
        var rule = rules.Site(code);
        lock (gate) return Waits.In30(count, minutes, count.Lanes ?? rule.LanesPlanned, rule.LaneRate, rules.Now, lanes, from, rule.Opens);
    }

    /// <summary>Judges anew at this moment; true when a screen would show it differently.</summary>
    public bool Age(RoundRules rules)
    {
        lock (gate)
        {
            var now = Sight.Of(count, minutes, rules.Site(code), rules.Now);
            if (state is not null && Sight.Same(state, now)) return false;
            state = now;
            return true;
        }
    }

    /// <summary>The count and its minutes at one moment.</summary>
    public LiveMinutes Minutes()
    {
        lock (gate) return new(count, minutes.All, minutes.CompleteFrom);
    }

    private static SiteCount Nothing(int round, string code) => new(round, code, 0, 0, 0, 0, 0, 0, 0, SiteStatus.NotOpened, null, 0, 0, 0);
}

/// <param name="CompleteFrom">From this minute on none is missing.</param>
internal sealed record LiveMinutes(SiteCount Count, IReadOnlyList<SiteMinute> Minutes, long CompleteFrom);
