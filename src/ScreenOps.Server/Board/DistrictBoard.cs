using System.Collections.Concurrent;
using System.Collections.Immutable;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Board;

/// <summary>
/// The live state of a district in memory. Every change raises the stamp and marks its site with it, so a viewer needs to remember
/// one number to know what it has not been sent. Sites are marked before the stamp is raised: a reader takes the stamp first.
/// </summary>
internal sealed class DistrictBoard(string district, TimeProvider time)
{
    /// <summary>Changes kept while the whole is read; when more come, it is read again.</summary>
    private const int Kept = 4096;
    /// <summary>Sites judged at once by time alone.</summary>
    private const int AgedAtOnce = 500;
    private readonly Lock gate = new();
    private readonly List<DistrictFold> waiting = [];
    private volatile ImmutableDictionary<int, RoundBoard> rounds = ImmutableDictionary<int, RoundBoard>.Empty;
    private volatile TaskCompletionSource pulse = NewPulse(), wanted = NewPulse();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> pulses = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource ready = NewPulse();
    private bool trusted, known;
    private long epoch, sequence, stamp, roundsStamp, staffingStamp, requestsStamp, anyRequests, aged;
    private volatile ImmutableDictionary<string, long> requests = ImmutableDictionary<string, long>.Empty;

    public string District => district;
    public long Stamp => Volatile.Read(ref stamp);
    /// <summary>Raised when the list of rounds changed.</summary>
    public long RoundsStamp => Volatile.Read(ref roundsStamp);
    /// <summary>Raised when the staffing of a round changed.</summary>
    public long StaffingStamp => Volatile.Read(ref staffingStamp);
    /// <summary>Raised when requests changed; of one site only by its own, or when any may have.</summary>
    public long RequestsStamp(string? site) => site is null ? Volatile.Read(ref requestsStamp) : requests.GetValueOrDefault(site) + Volatile.Read(ref anyRequests);
    /// <summary>Done at the next change, or at the next that a screen of this site shows: forty tablets need not look whenever one of them counts. Take it before looking.</summary>
    public Task Pulse(string? site = null) => site is not null && rounds.Values.Any(r => r.Find(site) is not null) ? pulses.GetOrAdd(site, _ => NewPulse()).Task : pulse.Task;
    /// <summary>Done when the feed has something to read.</summary>
    public Task Wanted => wanted.Task;
    /// <summary>Done once the fold and the rules were read for the first time.</summary>
    public Task Ready => ready.Task;
    public bool Trusted { get { lock (gate) return trusted; } }

    public RoundBoard? Round(int id) => rounds.GetValueOrDefault(id);

    public bool Knows(int id) => Round(id)?.Rules is not null;

    /// <summary>The open round, or else, for a real one, the district's pattern.</summary>
    public RoundBoard? Open(bool rehearsal) =>
        rounds.Values.Where(r => r.Rules?.Round is { State: RoundState.Open } info && info.Rehearsal == rehearsal).MaxBy(r => r.Id)
        ?? (rehearsal ? null : Round(0));

    public IReadOnlyList<SiteCount> Counts() => [.. rounds.Values.SelectMany(r => r.Sites).Select(s => s.Count).Where(c => c.Version > 0 || c.Epoch > 0)];

    public Snapshot Snapshot(RoundBoard? round, string? site) => round?.Rules is not { } rules
        ? new(0, "", false, time.GetUtcNow().ToUnixTimeMilliseconds(), 1, [])
        : new(round.Id, round.Id == 0 ? "" : rules.Round.Name, rules.Round.Rehearsal, rules.Round.Clock.GetUtcNow().ToUnixTimeMilliseconds(), rules.Round.Clock.Speed, round.States(site));

    /// <summary>Takes a published change. Called in the order of publishing.</summary>
    public void Changed(DistrictFold change)
    {
        lock (gate)
        {
            if (change.Sequence < 0) { Mistrust(); return; }
            if (trusted && (change.Epoch < epoch || (change.Epoch == epoch && change.Sequence <= sequence))) return;
            if (trusted && change.Epoch == epoch && change.Sequence == sequence + 1) Apply(change);
            else Keep(change);
        }
    }

    /// <summary>Takes a whole reading, then what was published since. False: read again.</summary>
    public bool Replace(DistrictFold whole)
    {
        lock (gate)
        {
            if (whole.Epoch == 0 || whole.Epoch < epoch) return false;
            (epoch, sequence, trusted) = (whole.Epoch, whole.Sequence, true);
            var folds = whole.Sites.ToDictionary(s => (s.Count.Round, s.Count.Site));
            foreach (var fold in whole.Sites) Of(fold.Count.Round).Site(fold.Count.Site);
            foreach (var round in rounds.Values)
                foreach (var site in round.Sites) { site.Replace(folds.GetValueOrDefault((round.Id, site.Code))); site.Stamp = stamp + 1; }
            var since = waiting.Where(c => c.Epoch > epoch || (c.Epoch == epoch && c.Sequence > sequence)).ToList();
            waiting.Clear();
            Tell(null);
            foreach (var change in since)
            {
                if (change.Epoch == epoch && change.Sequence == sequence + 1) Apply(change);
                else Keep(change);
            }
            if (trusted && known) ready.TrySetResult();
            return trusted;
        }
    }

    /// <summary>Takes the rules of all rounds that are not sealed; others are forgotten.</summary>
    public void Know(IReadOnlyList<RoundRules> rules)
    {
        lock (gate)
        {
            var changed = !Signature(rules).SequenceEqual(Signature([.. rounds.Values.Select(r => r.Rules).OfType<RoundRules>()]));
            foreach (var one in rules) Of(one.Round.Id).Know(one);
            rounds = rounds.RemoveRange(rounds.Keys.Where(id => rules.All(r => r.Round.Id != id)));
            known = true;
            if (trusted) ready.TrySetResult();
            if (!changed) return;
            foreach (var round in rounds.Values)
                foreach (var site in round.Sites)
                {
                    if (round.Rules is { } by) site.Age(by);
                    site.Stamp = stamp + 1;
                }
            Volatile.Write(ref roundsStamp, roundsStamp + 1);
            Tell(null);
        }
    }

    /// <summary>
    /// Judges sites of the open rounds anew, as rates and ages change by themselves: all of a street's, of more a part at a time, in turns. Those that somebody counts at are
    /// judged at once whatever their turn is; the others of a whole city would fill every line each second with rates that drifted a little.
    /// </summary>
    public void Age()
    {
        lock (gate)
        {
            var open = rounds.Values.Where(r => r.Rules?.Round.State == RoundState.Open).ToList();
            var (turns, at) = ((open.Sum(r => r.Sites.Count) + AgedAtOnce - 1) / AgedAtOnce, ++aged);
            var changed = new List<string>();
            foreach (var round in open)
                foreach (var site in round.Sites)
                {
                    if (at++ % turns != 0 || !site.Age(round.Rules!)) continue;
                    site.Stamp = stamp + 1;
                    changed.Add(site.Code);
                }
            if (changed.Count > 0) Tell(changed);
        }
    }

    /// <summary>Nothing of it is kept here; who shows it is told to read again.</summary>
    public void StaffingChanged()
    {
        lock (gate)
        {
            Volatile.Write(ref staffingStamp, staffingStamp + 1);
            Tell([]);
        }
    }

    /// <summary>As with staffing.</summary>
    /// <param name="site">Null: of any site.</param>
    public void RequestsChanged(string? site)
    {
        lock (gate)
        {
            if (site is null) Volatile.Write(ref anyRequests, anyRequests + 1);
            else requests = requests.SetItem(site, requests.GetValueOrDefault(site) + 1);
            Volatile.Write(ref requestsStamp, requestsStamp + 1);
            Tell(site is null ? null : [site]);
        }
    }

    public void Want() => wanted.TrySetResult();

    /// <summary>The feed has seen what was wanted.</summary>
    public void Heard() => wanted = wanted.Task.IsCompleted ? NewPulse() : wanted;

    public void Mistrust()
    {
        lock (gate) (trusted, _) = (false, wanted.TrySetResult());
    }

    /// <summary>Whether something of this was not told here yet.</summary>
    public bool Misses((long Epoch, long Sequence) published)
    {
        lock (gate) return trusted && (published.Epoch > epoch || (published.Epoch == epoch && published.Sequence > sequence));
    }

    private void Keep(DistrictFold change)
    {
        if (waiting.Count == Kept) waiting.Clear();
        waiting.Add(change);
        Mistrust();
    }

    private void Apply(DistrictFold change)
    {
        sequence = change.Sequence;
        foreach (var fold in change.Sites)
        {
            var round = Of(fold.Count.Round);
            var site = round.Site(fold.Count.Site);
            if (site.Put(fold)) site.Stamp = stamp + 1;
            if (round.Rules is null) Want();
        }
        Tell(change.Sites.Select(s => s.Count.Site));
    }

    private RoundBoard Of(int id)
    {
        if (rounds.TryGetValue(id, out var round)) return round;
        rounds = rounds.Add(id, round = new(id));
        return round;
    }

    /// <param name="sites">Whose screens are to look, beside those of all sites; null: every site's.</param>
    private void Tell(IEnumerable<string>? sites)
    {
        Volatile.Write(ref stamp, stamp + 1);
        Interlocked.Exchange(ref pulse, NewPulse()).TrySetResult();
        foreach (var site in sites ?? pulses.Keys)
            if (pulses.TryRemove(site, out var own)) own.TrySetResult();
    }

    private static IEnumerable<object> Signature(IEnumerable<RoundRules> rules) => rules.OrderBy(r => r.Round.Id).Select(r =>
        (object)(r.Round.Id, r.Round.Name, r.Round.State, r.Round.Day, r.Round.Rehearsal, r.Opens, r.Closes, r.District, string.Join('|', r.Sites.Values.Select(s => (s.Code, s.LanesPlanned)))));

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
