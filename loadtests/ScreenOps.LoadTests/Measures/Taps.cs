using System.Collections.Frozen;

namespace ScreenOps.LoadTests.Measures;

/// <summary>
/// When each tap was due. Every tap is one arrival at a site with one tablet, so a state that says so many arrived shows all taps up to that one:
/// no mark has to travel with the data.
/// </summary>
internal sealed class Taps
{
    private readonly FrozenDictionary<string, int> places;
    private readonly long[][] due;
    private readonly int[] told;

    /// <param name="most">Taps at one site.</param>
    public Taps(IReadOnlyList<string> sites, int most)
    {
        places = sites.Select((site, i) => (site, i)).ToFrozenDictionary(s => s.site, s => s.i);
        due = [.. sites.Select(_ => new long[most + 1])];
        told = new int[sites.Count];
    }

    public int Sites => due.Length;

    public int Place(string site) => places[site];

    /// <summary>Before the tap is sent.</summary>
    public void Due(int place, long at)
    {
        due[place][told[place] + 1] = at;
        Volatile.Write(ref told[place], told[place] + 1);
    }

    public long Told(int place) => Volatile.Read(ref told[place]);

    /// <summary>Calls back with the due time of each tap that a viewer sees now and did not before.</summary>
    public void Seen(int place, long arrived, ref long before, Action<long> tap)
    {
        for (; before < arrived; before++) tap(due[place][before + 1]);
    }
}
