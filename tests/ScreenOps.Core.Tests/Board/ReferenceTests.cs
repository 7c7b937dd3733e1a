using System.Globalization;
using ScreenOps.Core.Board;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

/// <summary>Held against tables that others published; Reference/README.md says which.</summary>
public class ReferenceTests
{
    private const double MacauMinutesEach = 1.2;

    [Fact]
    public void Every_row_of_a_published_board_is_reproduced_by_the_point_formula()
    {
        var rows = Rows("macau_2021-09-26.csv");
        Assert.Equal(12, rows.Count);
        Assert.All(rows, row => Assert.Equal(Whole(row[5]), Waits.Published(Whole(row[4]), Whole(row[2]) + Whole(row[3]), MacauMinutesEach)));
    }

    [Fact]
    public void Every_row_of_exact_steady_states_is_reached_to_the_digits_that_it_gives()
    {
        var rows = Rows("erlang_c.csv");
        Assert.Equal(24, rows.Count);
        foreach (var row in rows)
        {
            var found = SteadyState.Of(Whole(row[0]), Real(row[1]), Real(row[2]))!;
            Assert.Equal([row[3], row[4], row[5]], [Digits(found.ErlangC, 10), Digits(found.MeanWaitMinutes, 8), Digits(found.MeanQueue, 8)]);
        }
    }

    [Fact]
    public void Nothing_settles_where_as_many_come_as_can_be_served()
    {
        Assert.Null(SteadyState.Of(2, 180, 360));
        Assert.Null(SteadyState.Of(2, 180, 400));
        Assert.Equal(new(0, 0, 0), SteadyState.Of(2, 180, 0));
    }

    [Fact]
    public void Many_servers_do_not_overflow_and_wait_less_than_few_of_the_same_load()
    {
        var many = SteadyState.Of(1000, 60, 57_000)!;
        Assert.InRange(many.ErlangC, 0, 1);
        Assert.True(many.MeanWaitMinutes < SteadyState.Of(10, 60, 570)!.MeanWaitMinutes);
    }

    private static List<string[]> Rows(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Board", "Reference", file)).Skip(1).Select(line => line.Split(','))];

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Digits(double value, int places) => value.ToString("F" + places, CultureInfo.InvariantCulture);
}
