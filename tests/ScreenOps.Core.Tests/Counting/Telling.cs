using CsCheck;
using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Tests.Counting;

/// <summary>A fold to which devices tell what happened. Times are minutes from the round's opening; what is told is booked as it comes, whenever it was made.</summary>
internal sealed class Telling
{
    private const long Opened = 1_700_000_040_000;
    private readonly Dictionary<Guid, long> numbers = [];

    public Fold Fold { get; } = new(1);

    public static Guid Tablet { get; } = Guid.NewGuid();

    public Tally Site(string site = "S1") => Fold.Site(1, site);

    public static long At(double minute) => Opened + (long)(minute * 60_000);

    public static long Minute(double minute) => At(minute) / 60_000;

    public static Gen<CountKind> OneOf(params CountKind[] kinds) => Gen.Int[0, kinds.Length - 1].Select(i => kinds[i]);

    /// <summary>The rows that it was booked with.</summary>
    public IReadOnlyList<LedgerRow> Tell(CountKind kind, long n, double made, string site = "S1", Guid? device = null, Guid? person = null, string? refusal = null)
    {
        var by = device ?? Tablet;
        numbers[by] = numbers.GetValueOrDefault(by) + 1;
        return ((BookingAnswer.Booked)Book(numbers[by], kind, n, made, site, by, person, refusal)).Rows;
    }

    public BookingAnswer Book(long number, CountKind kind, long n, double made, string site = "S1", Guid? device = null, Guid? person = null, string? refusal = null) =>
        Fold.Book(new(device ?? Tablet, new(number, 1, site, kind, n, At(made)), At(1000), refusal, person));

    public LedgerRow Arrived(long n, double made) => Tell(CountKind.Arrived, n, made)[0];

    public LedgerRow Sampled(long n, double made) => Tell(CountKind.Sampled, n, made)[0];

    public LedgerRow Counted(long n, double made) => Tell(CountKind.Queue, n, made)[0];

    public LedgerRow Undo(long number, double made) => Tell(CountKind.Undo, number, made)[0];

    /// <summary>A person's n-th sample, made at that minute.</summary>
    public IReadOnlyList<LedgerRow> TakeBack(Guid person, long sample, double made, string site = "S1") => Tell(CountKind.Undo, sample, made, site, Guid.NewGuid(), person);

    /// <summary>A known person at the door, each time by another device.</summary>
    public IReadOnlyList<LedgerRow> Person(CountKind kind, Guid person, double made, string site = "S1") => Tell(kind, 1, made, site, Guid.NewGuid(), person);
}
