using CsCheck;
using ScreenOps.Core.Samples;
using Xunit;

namespace ScreenOps.Core.Tests.Samples;

public sealed class TubeRulesTests
{
    private const string Site = "S1";

    [Theory, InlineData(1), InlineData(5), InlineData(10), InlineData(20)]
    public void A_tube_takes_as_many_as_it_is_made_for_and_closes_by_itself(int size)
    {
        var tube = new Tube("T-1", 1, Site, size, 0, TubeState.Open);
        for (var n = 0; n < size; n++)
        {
            Assert.Equal(TubeOutcome.Done, TubeRules.Put(tube, 1, Site, null));
            tube = TubeRules.With(tube, 1);
        }
        Assert.Equal((TubeState.Full, TubeOutcome.Full), (tube.State, TubeRules.Put(tube, 1, Site, null)));
        Assert.Equal(TubeState.Open, TubeRules.With(tube, -1).State);
        Assert.Equal(TubeState.Closed, TubeRules.With(tube with { Box = "B-01" }, -1).State);
    }

    [Fact]
    public void Whatever_is_wrong_with_a_tube_has_its_own_answer()
    {
        var tube = new Tube("T-1", 1, Site, 10, 3, TubeState.Open);
        Assert.Equal(TubeOutcome.UnknownTube, TubeRules.Put(null, 1, Site, null));
        Assert.Equal(TubeOutcome.OtherRound, TubeRules.Put(tube, 2, Site, null));
        Assert.Equal(TubeOutcome.OtherSite, TubeRules.Put(tube, 1, "S2", null));
        Assert.Equal(TubeOutcome.Closed, TubeRules.Put(tube with { State = TubeState.Closed }, 1, Site, null));
        Assert.Equal(TubeOutcome.Already, TubeRules.Put(tube, 1, Site, "T-1"));
        Assert.Equal(TubeOutcome.InOtherTube, TubeRules.Put(tube, 1, Site, "T-2"));
        Assert.Equal(TubeOutcome.Done, TubeRules.Put(tube, 1, null, null));
        Assert.Equal(TubeOutcome.BarcodeUsed, TubeRules.Open(tube, 2, Site));
        Assert.Equal(TubeOutcome.BarcodeUsed, TubeRules.Open(tube with { State = TubeState.Full }, 1, Site));
        Assert.Equal(TubeOutcome.Already, TubeRules.Open(tube, 1, Site));
        Assert.Equal(TubeOutcome.InBox, TubeRules.OfTube(tube with { State = TubeState.Closed, Box = "B-01" }, 1, Site, TubeState.Open));
        Assert.Equal(TubeOutcome.OtherSite, TubeRules.Move(tube, tube with { Barcode = "T-2", Site = "S2" }, 1, null, "T-1"));
    }

    [Fact]
    public void In_every_history_nobody_is_in_two_tubes_no_tube_holds_too_many_and_each_knows_how_many_it_holds()
    {
        var acts = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 11]);
        acts.Array[1, 120].Sample(history =>
        {
            var tubes = new[] { 1, 5, 5 }.Select((size, i) => new Tube($"T-{i}", 1, Site, size, 0, TubeState.Open)).ToArray();
            var places = new Dictionary<int, int>();
            foreach (var (kind, a, b, person) in history)
            {
                var isIn = places.TryGetValue(person, out var at) ? tubes[at].Barcode : null;
                switch (kind)
                {
                    case 0 or 1 or 2 when TubeRules.Put(tubes[a], 1, Site, isIn) is TubeOutcome.Done:
                        (tubes[a], places[person]) = (TubeRules.With(tubes[a], 1), a);
                        break;
                    case 3 when a != b && TubeRules.Move(tubes[a], tubes[b], 1, Site, isIn) is TubeOutcome.Done:
                        (tubes[a], tubes[b], places[person]) = (TubeRules.With(tubes[a], -1), TubeRules.With(tubes[b], 1), b);
                        break;
                    case 4 when TubeRules.Abort(tubes[a], 1, Site, isIn) is TubeOutcome.Done:
                        tubes[a] = TubeRules.With(tubes[a], -1);
                        places.Remove(person);
                        break;
                    case 5 when TubeRules.OfTube(tubes[a], 1, Site, tubes[a].State == TubeState.Closed ? TubeState.Open : TubeState.Closed) is TubeOutcome.Done:
                        tubes[a] = tubes[a] with { State = tubes[a].State == TubeState.Closed ? TubeRules.Reopened(tubes[a]) : TubeState.Closed };
                        break;
                }
                for (var i = 0; i < tubes.Length; i++) Assert.Equal(places.Count(p => p.Value == i), tubes[i].Filled);
                Assert.All(tubes, t => Assert.True(t.Filled <= t.Size && (t.State != TubeState.Full || t.Filled == t.Size) && (t.State != TubeState.Open || t.Filled < t.Size), $"{t}"));
            }
        });
    }

    [Theory]
    [InlineData(" a0012-3\r\n", "A0012-3"), InlineData("1234", "1234"), InlineData("123", null), InlineData("12 34", null), InlineData("管子0001", null), InlineData("'; drop", null), InlineData(null, null)]
    [InlineData("123456789012345678901234567890123", null)]
    public void A_code_is_bounded_and_read_as_scanners_write_it(string? said, string? read) => Assert.Equal(read, SampleCode.Parse(said)?.Text);

    [Fact]
    public void Transport_is_late_from_its_limit_on_and_the_labs_signature_stops_it()
    {
        var limits = new TransportLimits(TimeSpan.FromHours(3), TimeSpan.FromHours(4));
        const long Hour = 3_600_000;
        Assert.Equal([TransportState.InTime, TransportState.Late, TransportState.Late, TransportState.TooLate],
            new[] { 3 * Hour - 1, 3 * Hour, 4 * Hour - 1, 4 * Hour }.Select(now => limits.Of(0, null, now)));
        Assert.Equal((TransportState.InTime, TransportState.InTime), (limits.Of(0, Hour, 9 * Hour), limits.Of(null, null, 9 * Hour)));
    }

    [Fact]
    public void A_box_is_sealed_with_closed_tubes_in_it_and_signed_by_site_and_courier_before_the_lab()
    {
        var box = new Box("B-01", 1, Site, 0, false, []);
        var tube = new Tube("T-1", 1, Site, 10, 10, TubeState.Full);
        Assert.Equal(BoxOutcome.TubeOpen, BoxRules.Pack(box, 1, Site, tube with { State = TubeState.Open }));
        Assert.Equal(BoxOutcome.InOtherBox, BoxRules.Pack(box, 1, Site, tube with { Box = "B-02" }));
        Assert.Equal((BoxOutcome.Done, BoxOutcome.Empty), (BoxRules.Pack(box, 1, Site, tube), BoxRules.Seal(box, 1, Site)));
        Assert.Equal(BoxOutcome.NotSealed, BoxRules.Sign(box, 1, null, BoxSide.Courier));
        box = box with { Tubes = 1, IsSealed = true };
        Assert.Equal(BoxOutcome.Sealed, BoxRules.Pack(box, 1, Site, tube));
        Assert.Equal((BoxOutcome.NotHandedOver, BoxOutcome.Done), (BoxRules.Sign(box, 1, null, BoxSide.Lab), BoxRules.Sign(box, 1, null, BoxSide.Courier)));
        box = box with { Signed = [BoxSide.Courier, BoxSide.Site] };
        Assert.Equal((BoxOutcome.Gone, BoxOutcome.Already, BoxOutcome.Done), (BoxRules.Unseal(box, 1, Site), BoxRules.Sign(box, 1, Site, BoxSide.Site), BoxRules.Sign(box, 1, null, BoxSide.Lab)));
    }
}
