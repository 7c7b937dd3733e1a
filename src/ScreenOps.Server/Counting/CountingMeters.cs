using System.Diagnostics.Metrics;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Counting;

/// <summary>What the hot path tells an operator's dashboard. No district, site or person is in it.</summary>
internal sealed class CountingMeters
{
    private readonly Counter<long> commands, repeats, folds, failures, differences, orphans;
    private readonly Histogram<int> turns;
    private readonly Histogram<double> acknowledged, committed;
    private readonly ObservableGauge<int> waiting;
    private Func<int> turnsWaiting = () => 0;

    public CountingMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.Name);
        commands = meter.CreateCounter<long>("screenops.counting.commands", "{command}", "Commands answered, by outcome: applied and refused are committed, gap and busy are sent again.");
        repeats = meter.CreateCounter<long>("screenops.counting.repeats", "{command}", "Commands that came again and were answered as they were the first time.");
        acknowledged = meter.CreateHistogram("screenops.counting.acknowledgement.duration", "s", "From a Send's arrival to its acknowledgement.", null, Seconds(0.001, 14));
        turns = meter.CreateHistogram("screenops.counting.turn.commands", "{command}", "Commands that one turn of a district took together.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        committed = meter.CreateHistogram("screenops.counting.commit.duration", "s", "Writing the turns that had gathered to PostgreSQL, tries included.", null, Seconds(0.0005, 15));
        waiting = meter.CreateObservableGauge("screenops.counting.turns.waiting", () => turnsWaiting(), "{turn}", "Turns that wait for PostgreSQL; as many as Counting:WaitingTurns means that senders wait too.");
        folds = meter.CreateCounter<long>("screenops.counting.folds", "{fold}", "Times that a district's live fold was made anew from the ledger.");
        failures = meter.CreateCounter<long>("screenops.counting.ledger.failures", "{failure}", "Times that PostgreSQL did not take what was written; it is tried again.");
        differences = meter.CreateCounter<long>("screenops.counting.differences", "{site}", "Sites whose live fold was found to differ from the ledger, and mended.");
        orphans = meter.CreateCounter<long>("screenops.counting.orphans", "{turn}", "Turns that a server had left behind and another committed.");
    }

    /// <summary>Called for each turn that was booked and published and is not committed yet, where anything is traced.</summary>
    public Action<Turn>? Published { get; set; }

    /// <summary>Shows each counter at nothing, so that whoever watches sees the first one that is counted.</summary>
    public void Show()
    {
        foreach (var counter in new[] { repeats, folds, failures, differences, orphans }) counter.Add(0);
        foreach (var outcome in Enum.GetValues<CountOutcome>()) commands.Add(0, new KeyValuePair<string, object?>("outcome", Word(outcome)));
    }

    /// <summary>Whoever holds the turns says how many wait.</summary>
    public void Watch(Func<int> count) => turnsWaiting = count;

    public void Answered(IReadOnlyList<Answer> answers, TimeSpan took)
    {
        acknowledged.Record(took.TotalSeconds);
        Span<int> outcomes = stackalloc int[4];
        foreach (var answer in answers) outcomes[(int)answer.Outcome]++;
        for (var i = 0; i < outcomes.Length; i++)
            if (outcomes[i] > 0) commands.Add(outcomes[i], new KeyValuePair<string, object?>("outcome", Word((CountOutcome)i)));
    }

    public void Turn(Turn turn)
    {
        turns.Record(turn.Said.Count);
        var again = turn.Said.Count(s => s.IsRepeat);
        if (again > 0) repeats.Add(again);
        if (Telemetry.Source.HasListeners()) Published?.Invoke(turn);
    }

    public void Committed(TimeSpan took) => committed.Record(took.TotalSeconds);

    public void LedgerFailed() => failures.Add(1);

    public void Folded() => folds.Add(1);

    public void Differed(int sites) => differences.Add(sites);

    public void Swept(int left) => orphans.Add(left);

    private static string Word(CountOutcome outcome) => outcome switch
    {
        CountOutcome.Applied => "applied", CountOutcome.Refused => "refused", CountOutcome.Gap => "gap", CountOutcome.Busy => "busy",
        var unknown => throw new InvalidOperationException($"No word is written for {unknown}."),
    };

    /// <summary>Each bound twice the one before.</summary>
    private static InstrumentAdvice<double> Seconds(double least, int bounds) => new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, bounds).Select(i => least * (1 << i))] };
}
