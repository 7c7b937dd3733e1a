using ScreenOps.Core.Board;

namespace ScreenOps.Core.Tests.Board;

/// <summary>What the screens of rehearsed mornings said, held against what came. People who were told nothing are counted and not judged.</summary>
internal sealed class WaitFigures
{
    /// <summary>Minutes a person that the plain formula is tried with, to find the best in hindsight.</summary>
    private static readonly double[] Each = [.. Enumerable.Range(20, 31).Select(hundredths => hundredths / 100.0)];
    private readonly double[] plainWith = new double[Each.Length];
    private double missed, plain;

    public int People { get; private set; }
    public int Untold { get; private set; }
    /// <summary>Those who were told of a minute or more.</summary>
    public int Waiting { get; private set; }
    public int Held { get; private set; }
    public int WaitingHeld { get; private set; }

    public double HeldPercent => 100.0 * Held / People;
    public double WaitingHeldPercent => 100.0 * WaitingHeld / Waiting;
    /// <summary>Mean absolute error of the likely wait, minutes.</summary>
    public double Missed => missed / People;
    /// <summary>That of the plain formula with the district's usual rate of a lane.</summary>
    public double Plain => plain / People;
    /// <summary>That of the plain formula with the minutes a person that were the best for these very people, which nobody knows beforehand.</summary>
    public double PlainInHindsight => plainWith.Min() / People;

    public static WaitFigures Of(IEnumerable<int> seeds)
    {
        var figures = new WaitFigures();
        foreach (var told in seeds.SelectMany(RehearsedWaits.Everybody)) figures.Add(told);
        return figures;
    }

    private void Add(Told told)
    {
        if (told.State.Wait is not { } range)
        {
            Untold += told.Waited.Count;
            return;
        }
        var byRate = Waits.Published(told.State.Queue, told.State.Lanes, 60.0 / RehearsedWaits.LaneRate);
        for (var i = 0; i < Each.Length; i++)
        {
            var with = Waits.Published(told.State.Queue, told.State.Lanes, Each[i]);
            plainWith[i] += told.Waited.Sum(waited => Math.Abs(waited - with));
        }
        foreach (var waited in told.Waited)
        {
            var held = waited >= range.Low && waited <= range.High ? 1 : 0;
            (People, Held) = (People + 1, Held + held);
            if (range.Likely >= 1) (Waiting, WaitingHeld) = (Waiting + 1, WaitingHeld + held);
            missed += Math.Abs(waited - range.Likely);
            plain += Math.Abs(waited - byRate);
        }
    }
}
