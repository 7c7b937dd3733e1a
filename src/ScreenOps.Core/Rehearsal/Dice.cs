namespace ScreenOps.Core.Rehearsal;

/// <summary>Chance that is the same for the same seed on every machine and version (SplitMix64; Steele, Lea, Flood 2014).</summary>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 up to but without 1.</summary>
    public double Part() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>low up to but without high.</summary>
    public double Between(double low, double high) => low + Part() * (high - low);

    /// <summary>low up to and with high.</summary>
    public int Whole(int low, int high) => low + (int)(Part() * (high - low + 1));

    /// <summary>Indexes 0 up to count in an order of chance.</summary>
    public int[] Shuffled(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Whole(0, i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
