using System.Globalization;

namespace ScreenOps.Core.Counting;

/// <summary>
/// One row of the ledger: a command and the whole effect that it had, so that replaying rows needs no rule but addition.
/// Its text form (fields in the order below, parted by '|', null as nothing) is what the script writes and a server reads.
/// </summary>
/// <param name="Order">Counts the rows of the district within an epoch: (epoch, order) is the order in which they were booked.</param>
/// <param name="Version">Within (site, epoch); null for a refused command, which has no effect.</param>
/// <param name="Minute">Unix minute in which the effect counts.</param>
/// <param name="Sets">Which state it set: Queue, Lanes, Open (any of the three that open and close) or none; with the value, when that was made and by which row (epoch.version), and what stood there before.</param>
/// <param name="Undoes">The number that it took back; of a known person, which of their samples (1, 2 …). Of a person's sample: how many were taken back before it, null for none.</param>
public sealed record LedgerRow(
    Guid Device, long Number, int Part, long Order, int Round, string Site, long Epoch, long? Version, CountKind Kind, long N, long Made, long Booked, long Minute,
    long Arrived, long Implied, long Sampled, long Left, long Corrected,
    CountKind? Sets, long? Value, long? ValueMade, string? ValueBy, long? Before, long? BeforeMade, string? BeforeBy,
    long? Undoes, Guid? Person, int? Ticket, string? Refusal)
{
    public const int Fields = 29;

    public long QueueEffect => Arrived + Implied - Sampled - Left + Corrected;

    public override string ToString() => string.Join('|',
        Device, Number, Part, Order, Round, Site, Epoch, Version, (int)Kind, N, Made, Booked, Minute,
        Arrived, Implied, Sampled, Left, Corrected, (int?)Sets, Value, ValueMade, ValueBy, Before, BeforeMade, BeforeBy, Undoes, Person, Ticket, Refusal);

    public static LedgerRow Parse(string line)
    {
        var f = line.Split('|');
        if (f.Length != Fields) throw new FormatException($"A ledger row has {Fields} fields; this one has {f.Length}.");
        return new(
            Guid.Parse(f[0]), Whole(f[1]), (int)Whole(f[2]), Whole(f[3]), (int)Whole(f[4]), f[5], Whole(f[6]), Maybe(f[7]), (CountKind)Whole(f[8]),
            Whole(f[9]), Whole(f[10]), Whole(f[11]), Whole(f[12]), Whole(f[13]), Whole(f[14]), Whole(f[15]), Whole(f[16]), Whole(f[17]),
            (CountKind?)Maybe(f[18]), Maybe(f[19]), Maybe(f[20]), Text(f[21]), Maybe(f[22]), Maybe(f[23]), Text(f[24]),
            Maybe(f[25]), f[26] == "" ? null : Guid.Parse(f[26]), (int?)Maybe(f[27]), Text(f[28]));
    }

    public static IReadOnlyList<LedgerRow> ParseAll(string text) => text == "" ? [] : [.. text.Split('\n').Select(Parse)];

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long? Maybe(string text) => text == "" ? null : Whole(text);

    private static string? Text(string text) => text == "" ? null : text;
}
