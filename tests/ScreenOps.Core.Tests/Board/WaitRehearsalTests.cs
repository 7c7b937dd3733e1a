using ScreenOps.Core.Board;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

/// <summary>
/// The wait on the screens against the waits that came, in rehearsals of the sample district. Constants were fitted to the seeds from 1 on; what is
/// reported here comes from the seeds from 1001 on. For the figures: ScreenOps.Core.Tests -class ScreenOps.Core.Tests.Board.WaitRehearsalTests -showLiveOutput,
/// and SCREENOPS_LONG=1 for many mornings.
/// </summary>
public class WaitRehearsalTests(ITestOutputHelper print)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";
    private static readonly IReadOnlyList<int> Fitted = [.. Enumerable.Range(1, Long ? 20 : 2)], Reported = [.. Enumerable.Range(1001, Long ? 50 : 3)];
    private static readonly Lazy<WaitFigures> Figures = new(() => WaitFigures.Of(Reported));

    [Fact]
    public void The_range_holds_between_75_and_90_percent_of_the_true_waits()
    {
        var f = Figures.Value;
        print.WriteLine($"{Reported.Count} mornings, {f.People} people: the range held {f.HeldPercent:0.0} % of their waits; of the {f.Waiting} who were told to wait a minute or more, {f.WaitingHeldPercent:0.0} %. {f.Untold} people came while nobody could tell.");
        Assert.InRange(f.HeldPercent, 75, 90);
        Assert.InRange(f.WaitingHeldPercent, 75, 90);
        Assert.InRange(f.Untold, 1, f.People / 50);
    }

    [Fact]
    public void The_likely_wait_misses_by_less_than_the_plain_formula_even_at_the_best_rate_in_hindsight()
    {
        var f = Figures.Value;
        print.WriteLine($"Mean absolute error of the likely wait {f.Missed:0.00} min; of the plain formula on the same people {f.Plain:0.00} min, with the best rate in hindsight {f.PlainInHindsight:0.00} min.");
        Assert.True(f.Missed < f.Plain);
        Assert.True(f.Missed < f.PlainInHindsight);
    }

    [Fact]
    public void The_wait_in_half_an_hour_misses_by_less_than_that_nothing_changes()
    {
        double missed = 0, stays = 0;
        var all = Reported.SelectMany(RehearsedWaits.HalfHours).ToList();
        foreach (var told in all)
        {
            missed += Math.Abs(told.Came - told.State.WaitIn30!.Value);
            stays += Math.Abs(told.Came - told.State.Wait!.Likely);
        }
        print.WriteLine($"The wait in 30 minutes, said {all.Count} times: mean absolute error {missed / all.Count:0.00} min; had everything stayed as it was, {stays / all.Count:0.00} min.");
        Assert.True(missed < stays);
    }

    [Fact]
    public void The_reach_of_the_range_is_what_the_fitted_mornings_showed()
    {
        var (below, above) = (new List<double>(), new List<double>());
        foreach (var (wait, waits) in Fitted.SelectMany(RehearsedWaits.Reckonings).Where(r => r.Wait.Wait.Likely >= 1))
            foreach (var waited in waits)
            {
                // The deviations at which the rounded range just reaches the true wait.
                below.Add((wait.Minutes - Math.Floor(waited) - 0.5) / wait.Error);
                above.Add((Math.Ceiling(waited) - 0.5 - wait.Minutes) / wait.Error);
            }
        print.WriteLine($"Reach below {Quantile90(below):0.000} and above {Quantile90(above):0.000} deviations, from {below.Count} waits of {Fitted.Count} mornings.");
        Assert.Equal(WaitError.ReachBelow, Quantile90(below), Long ? 0.03 : 0.1);
        Assert.Equal(WaitError.ReachAbove, Quantile90(above), Long ? 0.03 : 0.1);
    }

    private static double Quantile90(List<double> values)
    {
        values.Sort();
        return values[(int)Math.Ceiling(0.9 * (values.Count + 1)) - 1];
    }
}
