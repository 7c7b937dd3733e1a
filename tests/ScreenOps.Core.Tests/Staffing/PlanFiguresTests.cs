using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using Xunit;
using static ScreenOps.Core.Tests.Staffing.SmallInput;

namespace ScreenOps.Core.Tests.Staffing;

public sealed class PlanFiguresTests
{
    [Fact]
    public void A_way_is_the_great_circle_on_a_sphere_of_6371_0088_km()
    {
        Assert.Equal(6371.0088 * Math.PI, GreatCircle.Km(0, 0, 0, 180), 6);
        Assert.Equal(6371.0088 * Math.PI / 180, GreatCircle.Km(10, 117, 11, 117), 6);
        Assert.Equal(0, GreatCircle.Km(36.7, 117.5, 36.7, 117.5));
    }

    [Fact]
    public void A_way_counts_once_a_member_and_site_and_an_empty_seat_by_its_role()
    {
        var way = GreatCircle.Km(36.7, 117.5, 36.7, 117.6);
        var figures = PlanFigures.Of(Input, [1.On(Seat("S2", "A")), 1.On(Seat("S2", "B")), 1.On(Seat("S1", "C")), 2.On(Seat("S1", "A")), 3.On(Seat("S1", "A", 1), AssignmentState.Declined)]);
        Assert.Equal((48, 4, 44), (figures.Seats, figures.Filled, figures.Empty));
        Assert.Equal(48 / 2 * (10 + 5) - 4 * 10, figures.UnfilledWeight);
        Assert.Equal(2 * way, figures.TravelKm, 9);
    }

    [Fact]
    public void An_empty_post_says_how_many_hold_its_role_and_where_they_are()
    {
        string Words(string site, string shift, Role role, params Assignment[] plan) => EmptySeats.Of(Input, plan).Single(e => (e.Site, e.Shift, e.Role) == (site, shift, role)).Text;

        Assert.Equal("no free 采样员 in shift A: 3 held, 3 used", Words("S2", "A", Role.Sampler, 1.On(Seat("S1", "A")), 2.On(Seat("S1", "A", 1)), 3.On(Seat("S2", "A"))));
        Assert.Equal("nobody holds 信息员 in shift A: 0 held, 0 used", Words("S2", "A", Role.Registrar));
        Assert.Equal("no free 采样员 in shift B: 2 held, 0 used, 2 bound to another site by the shift before or after", Words("S2", "B", Role.Sampler, 1.On(Seat("S1", "A")), 2.On(Seat("S1", "A", 1))));
        Assert.Equal("2 free 采样员 in shift A: 3 held, 0 used, 1 declined, released or absent; put one on it, or make the plan again", Words("S1", "A", Role.Sampler, 3.On(Seat("S1", "A"), AssignmentState.Declined)));
    }

    [Fact]
    public void Candidates_come_nearest_first_and_only_those_who_could_take_the_seat()
    {
        Guid[] For(Seat seat, params Assignment[] plan) => [.. SeatCandidates.For(Input, plan, seat).Select(c => c.Member.Id)];

        Assert.Equal([Id(1), Id(3), Id(2)], For(Seat("S1", "A")));
        Assert.Equal([Id(2), Id(1), Id(3)], For(Seat("S3", "A")));
        Assert.Equal([Id(3)], For(Seat("S1", "A"), 1.On(Seat("S1", "D")), 2.On(Seat("S2", "B"))));
        Assert.Equal([Id(2), Id(1)], For(Seat("S1", "B"), 2.On(Seat("S1", "A"))));
    }

    [Fact]
    public void A_seat_set_by_hand_is_locked_and_who_was_told_stays_on_record_as_released()
    {
        Assignment[] plan = [1.On(Seat("S1", "A"), AssignmentState.Published), 2.On(Seat("S2", "A"))];
        var (other, _) = HandSet.Apply(Input, plan, Seat("S1", "A"), Id(3));
        Assert.Equal([2.On(Seat("S2", "A")), 1.On(Seat("S1", "A"), AssignmentState.Released), 3.On(Seat("S1", "A"), locked: true)], other);
        Assert.Equal([1.On(Seat("S1", "A"), AssignmentState.Published)], HandSet.Apply(Input, plan, Seat("S2", "A"), null).Plan);
        Assert.Equal([2.On(Seat("S2", "A")), 1.On(Seat("S3", "A"), locked: true)], HandSet.Apply(Input, [.. HandSet.Apply(Input, plan, Seat("S1", "A"), null).Plan], Seat("S3", "A"), Id(1)).Plan);
        Assert.Equal(Rule.TwoSeatsInShift, HandSet.Apply(Input, plan, Seat("S2", "A"), Id(1)).Why!.Rule);
    }
}
