using CsCheck;
using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Counting;

public sealed class QueueTests
{
    private readonly Telling told = new();

    [Fact]
    public void Who_is_sampled_with_nobody_counted_had_arrived()
    {
        var row = told.Sampled(3, 1);
        Assert.Equal((3, 3), (row.Implied, row.Sampled));
        Assert.Equal(0, told.Site().Queue);
    }

    [Fact]
    public void Only_those_that_nobody_counted_are_implied()
    {
        told.Arrived(2, 1);
        Assert.Equal(3, told.Sampled(5, 2).Implied);
        told.Arrived(4, 3);
        Assert.Equal(0, told.Tell(CountKind.Left, 1, 4)[0].Implied);
        Assert.Equal(3, told.Site().Queue);
    }

    [Fact]
    public void An_Arrived_made_before_and_booked_after_takes_the_implied_ones_back_first()
    {
        told.Sampled(5, 10);
        Assert.Equal(-5, told.Arrived(8, 9).Implied);
        Assert.Equal((8, 0, 3), (told.Site().Arrived, told.Site().Implied, told.Site().Queue));
    }

    [Fact]
    public void What_was_implied_is_taken_back_once()
    {
        told.Sampled(5, 10);
        Assert.Equal(-3, told.Arrived(3, 9).Implied);
        Assert.Equal(-2, told.Arrived(3, 8).Implied);
        Assert.Equal(0, told.Arrived(3, 7).Implied);
        Assert.Equal(4, told.Site().Queue);
    }

    [Fact]
    public void An_Arrived_made_a_minute_after_takes_nothing_back()
    {
        told.Sampled(2, 10);
        Assert.Equal(0, told.Arrived(2, 11).Implied);
        Assert.Equal(2, told.Site().Queue);
    }

    [Fact]
    public void A_late_fact_stands_in_its_own_minute()
    {
        told.Arrived(4, 30);
        Assert.Equal(Telling.Minute(12), told.Arrived(7, 12).Minute);
        Assert.Equal([(Telling.Minute(12), 7L), (Telling.Minute(30), 4L)], told.Site().Minutes.Select(m => (m.Key, m.Value.Arrived)));
        Assert.Equal(Telling.At(30), told.Site().ReportedAt);
    }

    [Fact]
    public void The_queue_is_the_sum_of_what_was_told_and_never_below_zero()
    {
        var kinds = Telling.OneOf(CountKind.Arrived, CountKind.Sampled, CountKind.Left, CountKind.Queue, CountKind.Undo);
        Gen.Select(kinds, Gen.Long[1, 6], Gen.Int[0, 40]).Array[1, 60].Sample(commands =>
        {
            var telling = new Telling();
            foreach (var (kind, n, made) in commands)
            {
                telling.Tell(kind, n, made);
                var site = telling.Site();
                Assert.True(site.Queue >= 0 && site.Queue == site.Arrived + site.Implied - site.Sampled - site.Left + site.Corrected);
            }
        });
    }

    [Fact]
    public void Rows_replayed_by_their_order_give_the_fold_that_booked_them()
    {
        var told = Gen.Select(Telling.OneOf(CountKind.Arrived, CountKind.Sampled, CountKind.Queue, CountKind.Lanes, CountKind.Open, CountKind.Undo), Gen.Long[1, 6], Gen.Int[0, 40], Gen.Int[0, 3]);
        told.Array[1, 60].Sample(commands =>
        {
            var people = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
            var telling = new Telling();
            var rows = commands.SelectMany(c => c.Item1 is CountKind.Arrived or CountKind.Sampled && c.Item2 == 1
                ? telling.Person(c.Item1, people[c.Item4], c.Item3, $"S{c.Item4}") : telling.Tell(c.Item1, c.Item2, c.Item3)).ToList();
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(o => (long)o), rows.Select(r => r.Order));
            var again = new Fold(1);
            foreach (var row in rows) again.Replay(LedgerRow.Parse(row.ToString()));
            Assert.Equal(Told(telling.Fold), Told(again));
            Assert.Equal(telling.Fold.People.OrderBy(p => p.Key), again.People.OrderBy(p => p.Key));
        });
    }

    private static IEnumerable<string> Told(Fold fold) => fold.Sites.Where(s => s.Value.Version > 0).Select(s => $"{s.Key} {s.Value}").Order(StringComparer.Ordinal);
}
