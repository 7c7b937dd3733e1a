using System.Diagnostics;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>What one sender sent at once; it is answered as a whole. Its sender goes on where it is answered.</summary>
internal sealed class Sending
{
    private readonly TaskCompletionSource<IReadOnlyList<Answer>> answered = new();
    private readonly (Guid Device, string? Enrolled, IReadOnlyList<CountCommand> Commands)? unjudged;

    public Sending(IReadOnlyList<Booking> bookings) => (Bookings, Count) = (bookings, bookings.Count);

    /// <summary>What a device sent; it is judged when its turn comes.</summary>
    public Sending(Guid device, string? enrolled, IReadOnlyList<CountCommand> commands) => (unjudged, Count) = ((device, enrolled, commands), commands.Count);

    public int Count { get; }

    /// <summary>Of whom it is a part, where somebody traces it.</summary>
    public ActivityContext Trace { get; set; }

    /// <summary>When the script had booked and published it, as the time provider's timestamp; 0: it is not traced, or not booked.</summary>
    public long Published { get; set; }

    /// <summary>When it came, as the time provider's timestamp.</summary>
    public long Came { get; init; }

    /// <summary>The bookings; those of the door get their device and number when their turn comes.</summary>
    public IReadOnlyList<Booking> Bookings { get; set; } = [];

    public async ValueTask Judge(Judging judging, string district)
    {
        if (unjudged is not { } sent || Bookings.Count > 0) return;
        var bookings = new Booking[sent.Commands.Count];
        for (var i = 0; i < bookings.Length; i++) bookings[i] = await judging.Judge(district, sent.Device, sent.Enrolled, sent.Commands[i]);
        Bookings = bookings;
    }

    public bool TakesBack => Bookings.Any(b => b is { Command.Kind: CountKind.Undo, Person: null });

    public Task<IReadOnlyList<Answer>> Answered => answered.Task;

    /// <summary>Its sender goes on here and now.</summary>
    public void Answer(IReadOnlyList<Answer> answers) => answered.TrySetResult(answers);

    public void Busy(string why) => answered.TrySetResult(Enumerable.Repeat(new Answer(CountOutcome.Busy, Reason: why), Count).ToList());
}

/// <summary>The answer to one booking, with the row that stands in the ledger for it, if one does.</summary>
internal sealed record Answer(CountOutcome Outcome, string? Reason = null, long? Expected = null, LedgerRow? Row = null)
{
    public static Answer Of(LedgerRow row) => new(row.Refusal is null ? CountOutcome.Applied : CountOutcome.Refused, row.Refusal, Row: row);
}

/// <summary>What the script said of one booking: the place of its row among the turn's, a gap, or a repeat.</summary>
/// <param name="Row">-1 for a gap or a repeat.</param>
/// <param name="Expected">Of a gap: the number to send next; else 0.</param>
internal readonly record struct Said(int Row, long Expected)
{
    public static readonly Said Repeat = new(-1, 0);

    public bool IsRepeat => Row < 0 && Expected == 0;
    public bool IsGap => Expected > 0;
}

/// <summary>What the script made of a batch: rows to commit and, for each booking, what it said. Field is its place among the pending values.</summary>
internal sealed record Turn(
    string District, long Epoch, string? Field, long FirstOrder, IReadOnlyList<LedgerRow> Rows, IReadOnlyList<Said> Said, IReadOnlyList<Booking> Bookings, IReadOnlyList<Sending> Sendings)
{
    /// <summary>Something in it can only be answered after a look into the ledger.</summary>
    public bool AsksLedger { get; } = Said.Any(s => s.Row < 0) || Rows.Any(r => r.Person is not null && r.Refusal is not null);

    public void Busy(string why)
    {
        foreach (var sending in Sendings) sending.Busy(why);
    }

    /// <summary>
    /// Tells each sender its answers, one after the other on one thread of the pool: receipts of one connection leave it together, and whoever commits goes on committing.
    /// </summary>
    /// <param name="answers">Of each sending, in their order.</param>
    public void Tell(IReadOnlyList<Answer>[] answers) => ThreadPool.UnsafeQueueUserWorkItem(new Telling(Sendings, answers), preferLocal: false);

    private sealed class Telling(IReadOnlyList<Sending> sendings, IReadOnlyList<Answer>[] answers) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            for (var i = 0; i < answers.Length; i++) sendings[i].Answer(answers[i]);
        }
    }
}
