namespace ScreenOps.Core.Access;

public enum AuditFlaw
{
    /// <summary>Rows that must be there are not.</summary>
    Missing,
    /// <summary>A row is not as it was written, or was put in.</summary>
    Changed,
    /// <summary>Rows at the end, known from outside of the trail, are not there.</summary>
    CutOff,
    /// <summary>The row that is known from outside of the trail is another there.</summary>
    Replaced,
}

/// <param name="From">The first row that it is about.</param>
/// <param name="To">The last.</param>
public sealed record AuditFault(AuditFlaw Flaw, long From, long To);

/// <summary>Goes through a trail row by row, in the order of their numbers, and tells what is not as it was written. One fault does not hide the next.</summary>
/// <param name="anchor">A row known from outside: without it, rows cut off at the end are not missed.</param>
public sealed class AuditCheck(byte[] key, AuditHead anchor)
{
    private byte[] before = AuditHead.None.Hash;
    private long last;

    public long Rows { get; private set; }

    public AuditHead Head => new(last, before);

    public IReadOnlyList<AuditFault> Next(AuditRow row)
    {
        var faults = new List<AuditFault>();
        if (row.Number > last + 1) faults.Add(new(AuditFlaw.Missing, last + 1, row.Number - 1));
        // After a hole nothing says what the row before was; the hole is told, and the chain is taken up again.
        else if (!AuditChain.Hash(key, before, row).AsSpan().SequenceEqual(row.Hash)) faults.Add(new(AuditFlaw.Changed, row.Number, row.Number));
        if (row.Number == anchor.Number && !row.Hash.AsSpan().SequenceEqual(anchor.Hash)) faults.Add(new(AuditFlaw.Replaced, row.Number, row.Number));
        (last, before, Rows) = (row.Number, row.Hash, Rows + 1);
        return faults;
    }

    public IReadOnlyList<AuditFault> End() => last < anchor.Number ? [new(AuditFlaw.CutOff, last + 1, anchor.Number)] : [];
}
