using ScreenOps.Core.Advice;
using ScreenOps.Core.Board;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Advice;

/// <summary>A round's sites as advice sees them at one moment: who reports, how many lanes each has once those on their way have come.</summary>
internal sealed class Ground
{
    /// <summary>So long a lane may be on its way before its sites' own counts of lanes are believed again.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(30);

    private readonly RoundRules rules;
    private readonly AdviceOptions options;
    private readonly Dictionary<string, Standing> sites;

    private sealed record Standing(SiteLive Live, SiteState State, int Lanes);

    public Ground(RoundBoard board, RoundRules rules, IReadOnlyList<KeptMove> moves, AdviceOptions options)
    {
        (this.rules, this.options) = (rules, options);
        var now = rules.Now;
        sites = board.Sites.Where(s => rules.Round.State == RoundState.Open && rules.Sites.ContainsKey(s.Code)).Select(s => (Live: s, State: s.State(rules)))
            .Where(s => s.State is { Health: Health.Calm or Health.Watch or Health.Act, Wait: not null, Lanes: > 0 })
            .ToDictionary(s => s.State.Site, s => new Standing(s.Live, s.State, Math.Max(1, s.State.Lanes + UnderWay(s.State, moves, now))));
    }

    /// <summary>Waiting longer than this is worth moving somebody, minutes.</summary>
    public int Enough => rules.District.WatchMinutes;
    public long Now => rules.Now;
    public bool Knows(string site) => sites.ContainsKey(site);
    public int Lanes(string site) => sites[site].Lanes;
    public int Open(string site) => sites[site].State.Lanes;
    public int? WaitNow(string site) => sites[site].State.Wait?.Likely;

    /// <summary>The longest wait in half an hour if nobody acts, minutes; null while no site can tell.</summary>
    public double? Worst => sites.Values.Max(s => s.Live.WaitIn30(rules, s.Lanes, options.Change.TotalMinutes));

    /// <summary>Lanes to move, in the order in which they help most.</summary>
    public IReadOnlyList<LaneMove> Moves() => LaneMoves.Of(
        [.. sites.Values.OrderBy(s => s.State.Site, StringComparer.Ordinal).Select(s => new LaneSite(s.State.Site, s.Lanes, 1, Math.Max(s.Lanes, s.State.LanesPlanned + options.MoreLanes), lanes => Wait(s.State.Site, lanes, options.Change) ?? 0))],
        options.Moves, Enough, (from, to) => Minutes(from, to) <= options.Longest ? Km(from, to) : null);

    /// <summary>Minutes to wait in half an hour with so many lanes: those that leave do so now, those that come open after a while.</summary>
    public double? Wait(string site, int lanes, TimeSpan comes) => sites[site].Live.WaitIn30(rules, lanes, lanes > sites[site].State.Lanes ? comes.TotalMinutes : 0);

    public double Km(string from, string to) =>
        rules.Sites[from] is var a && rules.Sites[to] is var b ? GreatCircle.Km(a.Latitude, a.Longitude, b.Latitude, b.Longitude) : 0;

    /// <summary>From the word to the first sample.</summary>
    public TimeSpan Minutes(string from, string to) => options.Change + TimeSpan.FromHours(Km(from, to) / options.KmPerHour);

    /// <summary>Lanes that were sent away or promised, as long as the site has not said that it has other lanes than it had then.</summary>
    private static int UnderWay(SiteState state, IReadOnlyList<KeptMove> moves, long now) => moves
        .Where(m => m.Undone is null && now - m.Made < (long)Settles.TotalMilliseconds)
        .Sum(m => m.Giver == state.Site && m.GiverLanes == state.Lanes ? -1 : m.Taker == state.Site && m.TakerLanes == state.Lanes ? 1 : 0);
}
