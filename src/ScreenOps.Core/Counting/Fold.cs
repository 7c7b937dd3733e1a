namespace ScreenOps.Core.Counting;

/// <summary>Where a known person of a round stands.</summary>
/// <param name="TakenBack">Samples of theirs that were taken back: the next one is told from those by it.</param>
public readonly record struct Standing(string Site, int Ticket, CountKind Last, int TakenBack = 0);

/// <summary>
/// The fold of a district as a pure thing: bookings go in, ledger rows come out, and replaying those rows gives the same fold.
/// The script does the same in Redis; this one rebuilds it from the ledger and is what it is tested against.
/// </summary>
public sealed class Fold(long epoch)
{
    private readonly Dictionary<Guid, long> numbers = [];
    private readonly Dictionary<(Guid Device, long Number), LedgerRow> undoable = [];
    private readonly HashSet<(Guid Device, long Number)> undone = [];
    private long lastOrder;

    public long Epoch => epoch;
    public Dictionary<(int Round, string Site), Tally> Sites { get; } = [];
    public Dictionary<(int Round, Guid Person), Standing> People { get; } = [];
    public IReadOnlyDictionary<Guid, long> Numbers => numbers;

    public Tally Site(int round, string site) =>
        Sites.TryGetValue((round, site), out var tally) ? tally : Sites[(round, site)] = new();

    /// <summary>What was taken back, as far as Undo still reaches: it cannot be a second time.</summary>
    public IReadOnlyCollection<(Guid Device, long Number)> Undone => undone;

    public BookingAnswer Book(Booking booking)
    {
        var command = booking.Command;
        var expected = numbers.GetValueOrDefault(booking.Device) + 1;
        if (command.Number < expected) return new BookingAnswer.Repeat();
        if (command.Number > expected) return new BookingAnswer.Gap(expected);
        var rows = Rows(booking);
        foreach (var row in rows) Replay(row);
        return new BookingAnswer.Booked(rows);
    }

    private IReadOnlyList<LedgerRow> Rows(Booking booking)
    {
        if (booking.Refusal is { } refusal) return [Refused(booking, refusal)];
        if (booking.Person is { } person) return booking.Command.Kind == CountKind.Undo ? [TakeBack(booking, person)] : Person(booking, person);
        return [booking.Command.Kind == CountKind.Undo ? Undo(booking) : Plain(booking)];
    }

    private LedgerRow Plain(Booking booking)
    {
        var (c, site) = (booking.Command, Site(booking.Command.Round, booking.Command.Site));
        var by = $"{epoch}.{site.Version + 1}";
        var effect = Rules.Of(site, c.Kind, c.N, c.Made, false, by);
        return Row(booking, c.Site, site.Version + 1, c.Made / Rules.MillisecondsPerMinute, effect);
    }

    private LedgerRow Undo(Booking booking)
    {
        var (c, site) = (booking.Command, Site(booking.Command.Round, booking.Command.Site));
        var known = undoable.GetValueOrDefault((booking.Device, c.N));
        if (known is null || c.N < c.Number - Rules.UndoReach || known.Round != c.Round || known.Site != c.Site)
            return Refused(booking, Refusal.NothingToUndo);
        return Row(booking, c.Site, site.Version + 1, known.Minute, Rules.Undo(site, known)) with { Undoes = c.N };
    }

    /// <summary>
    /// A swab that was not taken after all: the person's n-th sample, in the minute that the command names by when it was made. Who came stays come and stands at that
    /// site again with the same ticket, or a new one where there was none, so that the next sample is one like any other.
    /// </summary>
    private LedgerRow TakeBack(Booking booking, Guid person)
    {
        var c = booking.Command;
        if (!People.TryGetValue((c.Round, person), out var there) || there.Last != CountKind.Sampled || there.TakenBack + 1 != c.N)
            return Refused(booking, Refusal.NothingToUndo) with { Person = person };
        var site = Site(c.Round, there.Site);
        var ticket = there.Ticket > 0 ? there.Ticket : (int)(site.Line + 1);
        return Row(booking, there.Site, site.Version + 1, c.Made / Rules.MillisecondsPerMinute, new Effect { Sampled = -1 }) with { Undoes = c.N, Person = person, Ticket = ticket };
    }

    private LedgerRow[] Person(Booking booking, Guid person)
    {
        var (c, known) = (booking.Command, People.TryGetValue((booking.Command.Round, person), out var s) ? s : default(Standing?));
        if (known is { Last: CountKind.Sampled } done) return [Refused(booking, Refusal.AlreadySampled) with { Person = person, Site = done.Site, Ticket = done.Ticket, Undoes = Nth(done) }];
        if (known is not { } there || c.Kind == CountKind.Sampled && (there.Site == c.Site || there.Last == CountKind.Left)) return [Stand(booking, person, c.Site, c.Kind, 0, c.N, known?.Ticket ?? 0)];
        if (c.Kind == CountKind.Left)
            return there.Last == CountKind.Left || there.Site != c.Site ? [Refused(booking, Refusal.NotWaiting) with { Person = person }] : [Stand(booking, person, there.Site, CountKind.Left, 0, 1, there.Ticket)];
        if (c.Kind == CountKind.Arrived && there.Last == CountKind.Arrived && there.Site == c.Site)
            return [Refused(booking, Refusal.AlreadyHere) with { Person = person, Ticket = there.Ticket }];
        return Move(booking, person, there);
    }

    /// <summary>Left there, then Arrived here; who samples the person here samples somebody who arrived here.</summary>
    private LedgerRow[] Move(Booking booking, Guid person, Standing there)
    {
        var c = booking.Command;
        var left = Stand(booking, person, there.Site, CountKind.Left, c.Kind == CountKind.Sampled ? 1 : 0, there.Last == CountKind.Left ? 0 : 1, there.Ticket);
        // Both rows may be of one site (somebody who left comes back): the second is worked out on the tally after the first.
        var after = Ahead(left);
        var here = Stand(booking, person, c.Site, c.Kind, c.Kind == CountKind.Sampled ? 0 : 1, c.N, 0, after, arrives: true);
        return [left, here];
    }

    private (string Site, long Queue, long Version) Ahead(LedgerRow row)
    {
        var site = Site(row.Round, row.Site);
        return (row.Site, site.Queue + row.QueueEffect, row.Version!.Value);
    }

    private LedgerRow Stand(Booking booking, Guid person, string at, CountKind kind, int part, long n, int ticket,
        (string Site, long Queue, long Version)? after = null, bool arrives = false)
    {
        var c = booking.Command;
        var site = Site(c.Round, at);
        var (queue, version, order) = after is not { } a ? (site.Queue, site.Version + 1, 1)
            : a.Site == at ? (a.Queue, a.Version + 1, 2) : (site.Queue, site.Version + 1, 2);
        var effect = new Effect { Arrived = kind == CountKind.Arrived || arrives ? n : 0, Sampled = kind == CountKind.Sampled ? n : 0, Left = kind == CountKind.Left ? n : 0 };
        effect.ImplyArrivals(queue);
        // Who arrives becomes the end of the line, and its number is the ticket.
        if (kind == CountKind.Arrived) ticket = (int)(site.Line + n);
        long? undoes = kind == CountKind.Sampled && People.TryGetValue((c.Round, person), out var known) ? Nth(known) : null;
        return Row(booking, at, version, c.Made / Rules.MillisecondsPerMinute, effect) with { Kind = kind, N = n, Part = part, Order = lastOrder + order, Person = person, Ticket = ticket, Undoes = undoes };
    }

    /// <summary>What a sample's row says of those before it; null: there was none.</summary>
    private static long? Nth(Standing standing) => standing.TakenBack > 0 ? standing.TakenBack : null;

    private LedgerRow Refused(Booking b, string refusal) =>
        Row(b, b.Command.Site, null, b.Command.Made / Rules.MillisecondsPerMinute, default) with { Refusal = refusal };

    private LedgerRow Row(Booking b, string site, long? version, long minute, Effect e) => new(
        b.Device, b.Command.Number, 0, lastOrder + 1, b.Command.Round, site, epoch, version, b.Command.Kind, b.Command.N, b.Command.Made, b.Booked, minute,
        e.Arrived, e.Implied, e.Sampled, e.Left, e.Corrected,
        e.Sets, e.Sets is null ? null : e.Now.Value, e.Sets is null ? null : e.Now.Made, e.Sets is null ? null : e.Now.By,
        e.Sets is null ? null : e.Before.Value, e.Sets is null ? null : e.Before.Made, e.Sets is null ? null : e.Before.By,
        null, null, null, null);

    /// <summary>A device whose rows are not replayed had come to this number.</summary>
    public void Know(Guid device, long number) => numbers[device] = Math.Max(numbers.GetValueOrDefault(device), number);

    /// <summary>Takes a row in as it stands. They come in the order of (epoch, order).</summary>
    public void Replay(LedgerRow row)
    {
        if (row.Epoch == epoch) lastOrder = Math.Max(lastOrder, row.Order);
        Know(row.Device, row.Number);
        undoable.Remove((row.Device, row.Number - Rules.UndoReach));
        undone.Remove((row.Device, row.Number - Rules.UndoReach));
        if (row.Refusal is not null) return;
        Site(row.Round, row.Site).Apply(row);
        if (row.Person is { } person) Stand(row, person);
        else if (row.Undoes is { } k)
        {
            undoable.Remove((row.Device, k));
            undone.Add((row.Device, k));
        }
        else undoable[(row.Device, row.Number)] = row;
    }

    private void Stand(LedgerRow row, Guid person)
    {
        if (row.Part != 0 && row.Kind != CountKind.Arrived) return;
        var before = People.TryGetValue((row.Round, person), out var there) ? there.TakenBack : 0;
        People[(row.Round, person)] = row.Kind == CountKind.Undo ? new(row.Site, row.Ticket ?? 0, CountKind.Arrived, (int)row.Undoes!.Value) : new(row.Site, row.Ticket ?? 0, row.Kind, before);
    }
}
