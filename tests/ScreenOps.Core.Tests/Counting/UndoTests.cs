using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Counting;

/// <summary>Undo(k) takes back command k of the same device, once.</summary>
public sealed class UndoTests
{
    private readonly Telling told = new();

    [Fact]
    public void It_books_the_opposite_in_the_minute_of_what_it_takes_back()
    {
        told.Arrived(4, 10);
        var undo = told.Undo(1, 25);
        Assert.Equal((-4L, Telling.Minute(10), 1L), (undo.Arrived, undo.Minute, undo.Undoes));
        Assert.Equal((0, 0), (told.Site().Queue, told.Site().Minutes[Telling.Minute(10)].Arrived));
    }

    [Fact]
    public void An_arrival_that_was_sampled_meanwhile_leaves_the_queue_at_zero()
    {
        told.Arrived(4, 1);
        told.Sampled(4, 2);
        told.Undo(1, 3);
        Assert.Equal((0, 0, 4, 4), (told.Site().Queue, told.Site().Arrived, told.Site().Implied, told.Site().Sampled));
    }

    [Fact]
    public void The_queue_does_not_move_where_heads_were_counted_since()
    {
        told.Arrived(4, 10);
        told.Counted(9, 20);
        told.Undo(1, 25);
        Assert.Equal((0, 9), (told.Site().Arrived, told.Site().Queue));
    }

    [Fact]
    public void A_head_count_taken_back_gives_the_queue_that_was()
    {
        told.Arrived(9, 1);
        told.Counted(5, 2);
        told.Undo(2, 3);
        Assert.Equal(9, told.Site().Queue);
        // And counts made before it move the queue again.
        told.Arrived(1, 1.5);
        Assert.Equal(10, told.Site().Queue);
    }

    [Fact]
    public void A_state_returns_only_where_what_is_taken_back_still_holds()
    {
        told.Tell(CountKind.Lanes, 2, 1);
        told.Tell(CountKind.Lanes, 3, 2);
        told.Tell(CountKind.Lanes, 4, 3);
        told.Undo(2, 4);
        Assert.Equal(4, told.Site().Lanes.Value);
        told.Undo(3, 5);
        Assert.Equal(3, told.Site().Lanes.Value);
    }

    [Theory]
    [InlineData(63, true), InlineData(64, true), InlineData(65, false)]
    public void It_reaches_back_64_numbers(int back, bool reaches)
    {
        told.Arrived(7, 1);
        for (var i = 1; i < back; i++) told.Sampled(1, 2);
        Assert.Equal(reaches ? null : Refusal.NothingToUndo, told.Undo(1, 3).Refusal);
    }

    [Fact]
    public void It_takes_back_once_and_is_itself_not_taken_back()
    {
        told.Arrived(4, 1);
        Assert.Null(told.Undo(1, 2).Refusal);
        Assert.Equal(Refusal.NothingToUndo, told.Undo(1, 3).Refusal);
        Assert.Equal(Refusal.NothingToUndo, told.Undo(2, 4).Refusal);
        Assert.Equal(0, told.Site().Arrived);
    }

    [Fact]
    public void Nothing_of_another_device_or_site_is_taken_back()
    {
        told.Arrived(4, 1);
        Assert.Equal(Refusal.NothingToUndo, told.Tell(CountKind.Undo, 1, 2, device: Guid.NewGuid())[0].Refusal);
        Assert.Equal(Refusal.NothingToUndo, told.Tell(CountKind.Undo, 1, 2, site: "S2")[0].Refusal);
        Assert.Equal(4, told.Site().Arrived);
    }

    [Fact]
    public void What_was_refused_is_nothing_to_take_back()
    {
        told.Tell(CountKind.Arrived, 4, 1, refusal: Refusal.BadAmount);
        Assert.Equal(Refusal.NothingToUndo, told.Undo(1, 2).Refusal);
    }
}
