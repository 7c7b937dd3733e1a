using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

internal sealed record PersonArrival(int Round, string Site, Guid Person, long Made);

internal enum PersonOutcome { Ticketed, Already, Moved, Sampled, Busy, Refused }

/// <param name="Site">Where the person stands, or was sampled.</param>
internal sealed record PersonReceipt(PersonOutcome Outcome, string Site, int Ticket, string? Reason = null);

/// <summary>The way into the ledger. What it answers as Applied or Refused is committed in PostgreSQL.</summary>
internal sealed partial class Counter(
    TurnScript script, LedgerWriter writer, TakenBack takenBack, LedgerStore ledger, LiveFold live, Folding folding, RoundBook rounds, SiteBook sites, IOptions<CountingOptions> options, CountingMeters meters, TimeProvider time,
    ILogger<Counter> log)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, Lazy<(DistrictLoop Loop, Task Run)>> loops = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Applies one device's commands in order. One receipt a command, in the same order.</summary>
    /// <param name="site">The site the device is enrolled for; null: any.</param>
    public async ValueTask<CountReceipt[]> Apply(string district, Guid device, string? site, IReadOnlyList<CountCommand> commands, CancellationToken cancel)
    {
        if (commands.Count == 0) return [];
        var bookings = new Booking[commands.Count];
        for (var i = 0; i < bookings.Length; i++) bookings[i] = await Judge(district, device, site, commands[i]);
        var answers = await Enter(district, new(bookings), cancel);
        return [.. commands.Zip(answers, (c, a) => new CountReceipt(c.Number, a.Outcome, a.Reason, a.Expected))];
    }

    /// <summary>A known person arrives at a site: once in a round, and again elsewhere is a move.</summary>
    public async Task<PersonReceipt> CheckIn(string district, PersonArrival arrival, CancellationToken cancel)
    {
        var booking = await Judge(district, Guid.Empty, null, new(0, arrival.Round, arrival.Site, CountKind.Arrived, 1, arrival.Made));
        if (booking.Refusal is { } refusal) return new(PersonOutcome.Refused, arrival.Site, 0, refusal);
        if (await Standing(district, arrival, cancel) is { } stands) return stands;
        var answer = (await Enter(district, new([booking with { Person = arrival.Person }]), cancel))[0];
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

    private async Task<IReadOnlyList<Answer>> Enter(string district, Sending sending, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var answers = await Acknowledged(district, sending, cancel);
        meters.Answered(answers, time.GetElapsedTime(began));
        return answers;
    }

    private async Task<IReadOnlyList<Answer>> Acknowledged(string district, Sending sending, CancellationToken cancel)
    {
        var loop = Loop(district);
        try
        {
            if (!loop.TryEnter(sending)) await EnterWhenThereIsRoom(loop, sending, cancel);
            return await sending.Answered.WaitAsync(options.Value.Patience, time, stopping.Token);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // It may still be committed; sent again it is then a repeat, and answered as it was.
            sending.Busy(stopping.IsCancellationRequested ? "this server is stopping; send again" : "the ledger is behind; send again");
            return await sending.Answered;
        }
    }

    private async Task EnterWhenThereIsRoom(DistrictLoop loop, Sending sending, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel, stopping.Token);
        patience.CancelAfter(options.Value.Patience);
        await loop.Enter(sending, patience.Token);
    }

    private DistrictLoop Loop(string district) => loops.GetOrAdd(district, d => new(() =>
    {
        var loop = new DistrictLoop(d, script, writer, takenBack, folding, options.Value, meters, time, log);
        return (loop, loop.Run(stopping.Token));
    })).Value.Loop;

    private async ValueTask<Booking> Judge(string district, Guid device, string? enrolled, CountCommand command)
    {
        var round = await rounds.Round(district, command.Round);
        var booked = (round?.Clock ?? time).GetUtcNow().ToUnixTimeMilliseconds();
        // Nothing is made after it is booked: a clock that runs ahead must not outrank every later count.
        var here = round is not null && await sites.Has(district, command.Round, command.Site);
        var known = here && command.Made >= 0 && command.Made <= booked ? command
            : command with { Made = Math.Clamp(command.Made, 0, booked), Site = here || SiteText().IsMatch(command.Site) ? command.Site : "?" };
        var refusal = AmountRefusal(known) ?? RoundRefusal(round, known.Made);
        if (refusal is null && enrolled is not null && enrolled != known.Site) refusal = Refusal.OtherSite;
        if (refusal is null && !here) refusal = Refusal.UnknownSite;
        return new(device, known, booked, refusal);
    }

    private string? AmountRefusal(CountCommand c)
    {
        (long Least, long Most) bounds = c.Kind switch
        {
            CountKind.Arrived or CountKind.Sampled or CountKind.Left => (1, options.Value.PeoplePerCommand),
            CountKind.Queue => (0, options.Value.PeoplePerQueue),
            CountKind.Lanes => (0, options.Value.LanesPerSite),
            CountKind.Open or CountKind.Pause or CountKind.Close => (0, long.MaxValue),
            CountKind.Undo => (1, long.MaxValue),
            _ => (1, 0),
        };
        return c.N < bounds.Least || c.N > bounds.Most ? Refusal.BadAmount : null;
    }

    private static string? RoundRefusal(RoundInfo? round, long made)
    {
        if (round is null || round.State == RoundState.Pattern) return Refusal.UnknownRound;
        if (round.State == RoundState.Sealed) return Refusal.RoundSealed;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(made);
        return round.OpenedAt is not { } opened || at < opened || at >= round.ClosedAt ? Refusal.RoundNotOpen : null;
    }

    /// <summary>Keeps the token by which the districts' loops stop.</summary>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }
        catch (OperationCanceledException)
        {
            await stopping.CancelAsync();
            await Task.WhenAll(loops.Values.Select(l => l.Value.Run));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,12}$")]
    private static partial Regex SiteText();
}
