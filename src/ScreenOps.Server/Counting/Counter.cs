using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

internal sealed record PersonArrival(int Round, string Site, Guid Person, long Made);

internal enum PersonOutcome { Ticketed, Already, Moved, Sampled, Busy, Refused, Left }

/// <summary>What became of a known person's sample. Booked and Before stand in the ledger.</summary>
internal abstract record SampleOutcome
{
    /// <param name="Sample">Which of the person's samples it is: 1, 2 …; what was taken back counts.</param>
    /// <param name="Ticket">0 where the person had none.</param>
    public sealed record Booked(int Sample, int Ticket) : SampleOutcome;

    /// <summary>It stood there already; from another site, or from an answer that was lost.</summary>
    public sealed record Before(int Sample, string Site, int Ticket) : SampleOutcome;

    public sealed record Refused(string Reason) : SampleOutcome;

    public sealed record Busy(string? Why) : SampleOutcome;
}

/// <param name="Site">Where the person stands, or was sampled.</param>
internal sealed record PersonReceipt(PersonOutcome Outcome, string Site, int Ticket, string? Reason = null);

/// <summary>The way into the ledger. What it answers as Applied or Refused is committed in PostgreSQL.</summary>
internal sealed class Counter(
    TurnScript script, LedgerWriter writer, TakenBack takenBack, LedgerStore ledger, LiveFold live, Folding folding, Judging judging, IOptions<CountingOptions> options, CountingMeters meters, TimeProvider time,
    ILogger<Counter> log)
    : BackgroundService
{
    private const string Behind = "the ledger is behind; send again", Stopping = "this server is stopping; send again";
    private const int LooksPerPatience = 20;

    private readonly ConcurrentDictionary<string, Lazy<(DistrictLoop Loop, Task Run)>> loops = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Applies one device's commands in order. One receipt a command, in the same order.</summary>
    /// <param name="site">The site the device is enrolled for; null: any.</param>
    public async Task<CountReceipt[]> Apply(string district, Guid device, string? site, IReadOnlyList<CountCommand> commands, CancellationToken cancel)
    {
        if (commands.Count == 0) return [];
        // Nothing is awaited before it is in the channel: what one connection sends in a row is booked in that order.
        var answers = await Enter(district, new(device, site, commands) { Came = time.GetTimestamp() }, cancel);
        var receipts = new CountReceipt[answers.Count];
        for (var i = 0; i < receipts.Length; i++) receipts[i] = new(commands[i].Number, answers[i].Outcome, answers[i].Reason, answers[i].Expected);
        return receipts;
    }

    /// <summary>A known person arrives at a site: once in a round, and again elsewhere is a move.</summary>
    public async Task<PersonReceipt> CheckIn(string district, PersonArrival arrival, CancellationToken cancel)
    {
        var booking = await judging.Judge(district, Guid.Empty, null, new(0, arrival.Round, arrival.Site, CountKind.Arrived, 1, arrival.Made));
        if (booking.Refusal is { } refusal) return new(PersonOutcome.Refused, arrival.Site, 0, refusal);
        if (await Standing(district, arrival, cancel) is { } stands) return stands;
        var answer = (await Enter(district, new([booking with { Person = arrival.Person }]) { Came = time.GetTimestamp() }, cancel))[0];
        return answer switch
        {
            { Outcome: CountOutcome.Busy or CountOutcome.Gap } => new(PersonOutcome.Busy, arrival.Site, 0, answer.Reason),
            { Reason: Refusal.AlreadyHere, Row: { } row } => new(PersonOutcome.Already, row.Site, row.Ticket ?? 0),
            { Reason: Refusal.AlreadySampled, Row: { } row } => new(PersonOutcome.Sampled, row.Site, row.Ticket ?? 0),
            { Outcome: CountOutcome.Refused } => new(PersonOutcome.Refused, arrival.Site, 0, answer.Reason),
            { Row: { } row } => new(row.Part == 0 ? PersonOutcome.Ticketed : PersonOutcome.Moved, row.Site, row.Ticket ?? 0),
            _ => throw new InvalidOperationException($"No receipt is written for {answer}."),
        };
    }

    /// <summary>A known person who was called and did not come leaves the site's line. Who stands there no more, or was sampled, is refused and stays where they are.</summary>
    public async Task<PersonReceipt> Leave(string district, PersonArrival leaving, CancellationToken cancel) => await One(district, leaving, CountKind.Left, 1, cancel) switch
    {
        { Outcome: CountOutcome.Applied } left => new(PersonOutcome.Left, leaving.Site, left.Row?.Ticket ?? 0),
        { Outcome: CountOutcome.Refused } refused => new(PersonOutcome.Refused, leaving.Site, 0, refused.Reason),
        var busy => new(PersonOutcome.Busy, leaving.Site, 0, busy.Reason),
    };

    /// <summary>A known person is sampled at a site: once in a round, unless the sample is taken back. Who waits elsewhere leaves there in the same command.</summary>
    public async Task<SampleOutcome> Sample(string district, PersonArrival at, CancellationToken cancel) => await One(district, at, CountKind.Sampled, 1, cancel) switch
    {
        { Outcome: CountOutcome.Busy or CountOutcome.Gap } busy => new SampleOutcome.Busy(busy.Reason),
        { Reason: Refusal.AlreadySampled, Row: { } row } => new SampleOutcome.Before((int)(row.Undoes ?? 0) + 1, row.Site, row.Ticket ?? 0),
        { Outcome: CountOutcome.Refused } refused => new SampleOutcome.Refused(refused.Reason ?? ""),
        { Row: { } row } => new SampleOutcome.Booked((int)(row.Undoes ?? 0) + 1, row.Ticket ?? 0),
        var unknown => throw new InvalidOperationException($"No outcome is written for {unknown}."),
    };

    /// <summary>Takes a person's n-th sample back; asked again it is refused as nothing to undo. The person stands at its site again.</summary>
    /// <param name="at">Site and time of that sample.</param>
    public async Task<CountReceipt> TakeSampleBack(string district, PersonArrival at, int sample, CancellationToken cancel)
    {
        var answer = await One(district, at, CountKind.Undo, sample, cancel);
        return new(0, answer.Outcome, answer.Reason);
    }

    private async Task<Answer> One(string district, PersonArrival at, CountKind kind, long n, CancellationToken cancel)
    {
        var booking = await judging.Judge(district, Guid.Empty, null, new(0, at.Round, at.Site, kind, n, at.Made));
        return booking.Refusal is { } refusal ? new(CountOutcome.Refused, refusal) : (await Enter(district, new([booking with { Person = at.Person }]) { Came = time.GetTimestamp() }, cancel))[0];
    }

    /// <summary>
    /// Who asks again is answered from what is committed, and nothing is booked: a turn that refuses a person is committed by itself, and residents ask often.
    /// Null: not known to stand here, or not known to be committed; a turn finds out.
    /// </summary>
    private async Task<PersonReceipt?> Standing(string district, PersonArrival arrival, CancellationToken cancel)
    {
        try
        {
            if (await live.Person(district, await folding.Epoch(district, cancel), arrival.Round, arrival.Person) is not { } known) return null;
            var sampled = known.Last == CountKind.Sampled;
            if (!sampled && (known.Last != CountKind.Arrived || known.Site != arrival.Site)) return null;
            if (!await ledger.Stands(district, arrival.Round, arrival.Person, known, cancel)) return null;
            return new(sampled ? PersonOutcome.Sampled : PersonOutcome.Already, known.Site, known.Ticket);
        }
        catch (Exception e) when (e is RedisException or NpgsqlException or TimeoutException)
        {
            // A turn waits for an engine that is away.
            return null;
        }
    }

    /// <summary>How many wait for an answer in all districts, and how long the first of them has.</summary>
    public (int Senders, TimeSpan Oldest) Waits()
    {
        var waiting = loops.Values.Where(l => l.IsValueCreated).Select(l => l.Value.Loop.Waiting).ToList();
        return (waiting.Sum(w => w.Count), waiting.Select(w => w.Oldest).DefaultIfEmpty().Max());
    }

    private async ValueTask<IReadOnlyList<Answer>> Enter(string district, Sending sending, CancellationToken cancel)
    {
        if (Telemetry.Source.HasListeners() && Activity.Current is { Recorded: true } traced) sending.Trace = traced.Context;
        var loop = Loop(district);
        var place = loop.Waiting.Add(sending);
        try
        {
            // Whoever stops first says so and then looks who waits; whoever comes is first among those and then looks.
            if (stopping.IsCancellationRequested) sending.Busy(Stopping);
            else if (!loop.TryEnter(sending)) await EnterWhenThereIsRoom(loop, sending, cancel);
            var answers = await sending.Answered;
            meters.Answered(answers, time.GetElapsedTime(sending.Came));
            if (sending.Published != 0) TapSpans.Acknowledged(sending, time);
            return answers;
        }
        finally
        {
            loop.Waiting.Remove(place);
        }
    }

    private async Task EnterWhenThereIsRoom(DistrictLoop loop, Sending sending, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping.Token);
        patience.CancelAfter(options.Value.Patience);
        try
        {
            await loop.Enter(sending, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            sending.Busy(stopping.IsCancellationRequested ? Stopping : Behind);
        }
    }

    private DistrictLoop Loop(string district) => loops.GetOrAdd(district, d => new(() =>
    {
        var loop = new DistrictLoop(d, script, judging, writer, takenBack, folding, options.Value, meters, time, log);
        return (loop, loop.Run(stopping.Token));
    })).Value.Loop;

    /// <summary>Looks after those who wait too long, and keeps the token by which the districts' loops stop.</summary>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var looks = new PeriodicTimer(options.Value.Patience / LooksPerPatience, time);
        try
        {
            while (await looks.WaitForNextTickAsync(stop))
                foreach (var loop in loops.Values) loop.Value.Loop.Waiting.GiveUp(options.Value.Patience, Behind);
        }
        catch (OperationCanceledException)
        {
            await stopping.CancelAsync();
            foreach (var loop in loops.Values) loop.Value.Loop.Waiting.GiveUp(TimeSpan.Zero, Stopping);
            await Task.WhenAll(loops.Values.Select(l => l.Value.Run));
        }
    }
}
