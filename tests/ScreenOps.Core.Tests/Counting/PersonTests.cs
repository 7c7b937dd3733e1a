using CsCheck;
using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Counting;

/// <summary>A known person arrives once and is sampled once in a round, whichever device says it.</summary>
public sealed class PersonTests
{
    private readonly Telling told = new();
    private readonly Guid person = Guid.NewGuid();

    [Fact]
    public void Who_arrives_is_the_end_of_the_line_with_those_before_who_have_no_ticket()
    {
        told.Arrived(12, 1);
        Assert.Equal(13, told.Person(CountKind.Arrived, person, 2)[0].Ticket);
        told.Sampled(5, 3);
        Assert.Equal((13, 5, 8), (told.Site().Line, told.Site().Called, told.Site().Queue));
    }

    [Fact]
    public void Who_arrives_again_hears_the_first_ticket_and_is_not_counted_again()
    {
        var first = told.Person(CountKind.Arrived, person, 1)[0];
        var again = told.Person(CountKind.Arrived, person, 2)[0];
        Assert.Equal((Refusal.AlreadyHere, first.Ticket), (again.Refusal, again.Ticket));
        Assert.Equal(1, told.Site().Arrived);
    }

    [Fact]
    public void Elsewhere_is_a_move_left_there_and_arrived_here_in_one_command()
    {
        told.Person(CountKind.Arrived, person, 1);
        told.Tell(CountKind.Arrived, 6, 2, "S2");
        var rows = told.Person(CountKind.Arrived, person, 3, "S2");
        Assert.Equal([("S1", CountKind.Left, 0), ("S2", CountKind.Arrived, 1)], rows.Select(r => (r.Site, r.Kind, r.Part)));
        Assert.Single(rows.Select(r => (r.Device, r.Number)).Distinct());
        Assert.Equal((0, 7, 7), (told.Site().Queue, told.Site("S2").Queue, rows[1].Ticket));
    }

    [Fact]
    public void Who_was_sampled_is_told_where_whatever_is_asked()
    {
        told.Person(CountKind.Arrived, person, 1);
        told.Person(CountKind.Sampled, person, 2);
        foreach (var kind in new[] { CountKind.Arrived, CountKind.Sampled, CountKind.Left })
        {
            var again = told.Person(kind, person, 3, "S2")[0];
            Assert.Equal((Refusal.AlreadySampled, "S1"), (again.Refusal, again.Site));
        }
        Assert.Equal((1, 0), (told.Site().Sampled, told.Site("S2").Sampled));
    }

    [Fact]
    public void A_sample_elsewhere_leaves_there_and_implies_nobody_here()
    {
        told.Person(CountKind.Arrived, person, 1);
        var rows = told.Person(CountKind.Sampled, person, 2, "S2");
        Assert.Equal([("S1", CountKind.Left, 1), ("S2", CountKind.Sampled, 0)], rows.Select(r => (r.Site, r.Kind, r.Part)));
        Assert.Equal((0, 1, 0), (told.Site().Queue, told.Site("S2").Arrived, told.Site("S2").Implied));
    }

    [Fact]
    public void Who_is_sampled_without_having_come_had_arrived()
    {
        var row = told.Person(CountKind.Sampled, person, 1)[0];
        Assert.Equal((1L, 0L), (row.Implied, told.Site().Queue));
    }

    [Fact]
    public void Who_did_not_show_up_has_left_once_and_comes_back_at_the_end_of_the_line()
    {
        told.Person(CountKind.Arrived, person, 1);
        Assert.Equal(Refusal.NotWaiting, told.Person(CountKind.Left, person, 2, "S2")[0].Refusal);
        Assert.Equal(("S1", null), told.Person(CountKind.Left, person, 3) is [var left] ? (left.Site, left.Refusal) : default);
        Assert.Equal(Refusal.NotWaiting, told.Person(CountKind.Left, person, 3)[0].Refusal);
        told.Arrived(3, 4);
        Assert.Equal((5, 4), (told.Person(CountKind.Arrived, person, 5)[^1].Ticket, told.Site().Queue));
    }

    [Fact]
    public void A_person_made_late_stands_in_the_queue_whatever_heads_were_counted_since()
    {
        told.Counted(10, 5);
        told.Person(CountKind.Arrived, person, 4);
        Assert.Equal(11, told.Site().Queue);
    }

    [Fact]
    public void A_tablet_does_not_take_a_check_in_back()
    {
        told.Tell(CountKind.Arrived, 1, 1, person: person);
        Assert.Equal(Refusal.NothingToUndo, told.Undo(1, 2).Refusal);
    }

    [Fact]
    public void A_swab_that_was_not_taken_is_taken_back_and_the_person_stands_there_again_with_the_same_ticket()
    {
        var ticket = told.Person(CountKind.Arrived, person, 1)[0].Ticket;
        told.Person(CountKind.Sampled, person, 2);
        var back = told.TakeBack(person, 1, 2)[0];
        Assert.Equal((null, -1L, Telling.Minute(2), ticket), (back.Refusal, back.Sampled, back.Minute, back.Ticket));
        // The number called never goes back, so who stands there again counts as another one in the line.
        Assert.Equal((0, 1, 1), (told.Site().Sampled, told.Site().Queue, told.Site().Called));
        Assert.Equal(Refusal.AlreadyHere, told.Person(CountKind.Arrived, person, 3)[0].Refusal);
        Assert.Equal((1L, 1L), (told.Person(CountKind.Sampled, person, 4)[0].Undoes, told.Site().Sampled));
    }

    [Fact]
    public void A_sample_is_taken_back_once_and_a_late_repeat_takes_no_later_one_back()
    {
        told.Person(CountKind.Sampled, person, 1);
        told.TakeBack(person, 1, 1);
        told.Person(CountKind.Sampled, person, 2);
        Assert.Equal(Refusal.NothingToUndo, told.TakeBack(person, 1, 1)[0].Refusal);
        Assert.Equal(Refusal.NothingToUndo, told.TakeBack(person, 3, 1)[0].Refusal);
        Assert.Equal((1, 0), (told.Site().Sampled, told.Site().Queue));
        Assert.Null(told.TakeBack(person, 2, 2)[0].Refusal);
    }

    [Fact]
    public void Who_had_no_ticket_gets_one_at_the_end_of_the_line_when_the_sample_is_taken_back()
    {
        told.Arrived(4, 1);
        told.Person(CountKind.Sampled, person, 2);
        told.Arrived(2, 3);
        told.Sampled(1, 4);
        var ticket = told.TakeBack(person, 1, 2)[0].Ticket;
        Assert.Equal((7, told.Site().Line), (ticket, (long)ticket!));
    }

    [Fact]
    public void The_number_called_never_goes_back_and_never_passes_the_end_of_the_line()
    {
        var kinds = Telling.OneOf(CountKind.Arrived, CountKind.Sampled, CountKind.Left, CountKind.Queue, CountKind.Undo);
        Gen.Select(kinds, Gen.Long[1, 6], Gen.Int[0, 40]).Array[1, 60].Sample(commands =>
        {
            var telling = new Telling();
            var called = 0L;
            foreach (var (kind, n, made) in commands)
            {
                if (kind == CountKind.Arrived && n == 1) telling.Person(kind, Guid.NewGuid(), made);
                else telling.Tell(kind, n, made);
                Assert.InRange(telling.Site().Called, called, telling.Site().Line);
                called = telling.Site().Called;
            }
        });
    }
}
