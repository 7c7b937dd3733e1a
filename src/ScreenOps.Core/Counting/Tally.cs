using System.Globalization;

namespace ScreenOps.Core.Counting;

/// <summary>A state that a site was set to: its value, when it was made and by which row (epoch.version). Nobody yet: made 0.</summary>
public readonly record struct Setting(long Value, long Made, string? By);

/// <summary>What one minute of a site holds.</summary>
public sealed class MinuteTally
{
    public long Arrived, Implied, Sampled, Left;

    public long Net => Arrived + Implied - Sampled - Left;
}

/// <summary>
/// The fold of one site in one round. Rows are applied in the order of their versions and nothing else is asked of them.
/// The line numbers everybody who ever came to stand in the queue, with a ticket or without; who is at its front was called.
/// </summary>
public sealed class Tally
{
    public long Version, Arrived, Implied, Sampled, Left, Corrected;
    public Setting Counted, Lanes, Status;
    public long ReportedAt, LastImplied, FirstMinute, LastMinute, Line;

    public SortedDictionary<long, MinuteTally> Minutes { get; } = [];

    public long Queue => Arrived + Implied - Sampled - Left + Corrected;

    public long Called => Line - Queue;

    public void Apply(LedgerRow row)
    {
        if (row.Version is not { } version) return;
        Version = version;
        Arrived += row.Arrived;
        Implied += row.Implied;
        Sampled += row.Sampled;
        Left += row.Left;
        Corrected += row.Corrected;
        if (row.Arrived != 0 || row.Implied != 0 || row.Sampled != 0 || row.Left != 0) Add(row);
        Set(row);
        if (row.Person is null) ReportedAt = Math.Max(ReportedAt, row.Made);
        Line += Math.Max(0, row.QueueEffect);
    }

    private void Add(LedgerRow row)
    {
        if (!Minutes.TryGetValue(row.Minute, out var minute)) Minutes[row.Minute] = minute = new();
        minute.Arrived += row.Arrived;
        minute.Implied += row.Implied;
        minute.Sampled += row.Sampled;
        minute.Left += row.Left;
        FirstMinute = FirstMinute == 0 ? row.Minute : Math.Min(FirstMinute, row.Minute);
        LastMinute = Math.Max(LastMinute, row.Minute);
        if (row.Implied > 0) LastImplied = Math.Max(LastImplied, row.Minute);
    }

    private void Set(LedgerRow row)
    {
        if (row.Sets is not { } which) return;
        // What was counted stands in the sums already; only when it was made matters.
        Of(which) = new(which == CountKind.Queue ? 0 : row.Value ?? 0, row.ValueMade ?? 0, row.ValueBy);
    }

    /// <summary>The setting that a kind sets.</summary>
    public ref Setting Of(CountKind kind)
    {
        if (kind == CountKind.Queue) return ref Counted;
        if (kind == CountKind.Lanes) return ref Lanes;
        return ref Status;
    }

    /// <summary>The form in which Redis holds it; fields parted by '|', in the order in which the script names them.</summary>
    public override string ToString() => string.Join('|',
        Version, Arrived, Implied, Sampled, Left, Corrected, Counted.Made, ReportedAt, LastImplied, FirstMinute, LastMinute, Line,
        Counted.By, Lanes.Value, Lanes.Made, Lanes.By, Status.Value, Status.Made, Status.By);

    public static Tally Parse(string text)
    {
        var f = text.Split('|');
        if (f.Length != 19) throw new FormatException($"A site's fold has 19 fields; this one has {f.Length}.");
        long At(int i) => long.Parse(f[i], CultureInfo.InvariantCulture);
        string? By(int i) => f[i] == "" ? null : f[i];
        return new()
        {
            Version = At(0), Arrived = At(1), Implied = At(2), Sampled = At(3), Left = At(4), Corrected = At(5),
            ReportedAt = At(7), LastImplied = At(8), FirstMinute = At(9), LastMinute = At(10), Line = At(11),
            Counted = new(0, At(6), By(12)), Lanes = new(At(13), At(14), By(15)), Status = new(At(16), At(17), By(18)),
        };
    }

    public SiteCount ToCount(int round, string site, long epoch) => new(
        round, site, epoch, Version, Arrived, Implied, Sampled, Left, Corrected,
        (SiteStatus)Status.Value, Lanes.Made == 0 ? null : (int)Lanes.Value, ReportedAt, (int)Called, (int)Line);

    public IReadOnlyList<SiteMinute> ToMinutes() =>
        [.. Minutes.Select(m => new SiteMinute(m.Key, (int)m.Value.Arrived, (int)m.Value.Implied, (int)m.Value.Sampled, (int)m.Value.Left))];
}
