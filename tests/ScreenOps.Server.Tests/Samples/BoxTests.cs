using System.Net;
using System.Net.Http.Json;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Samples;

public sealed class BoxTests(RealEngines engines)
{
    [Fact]
    public async Task A_box_goes_from_the_site_by_the_courier_to_the_lab_with_three_signatures()
    {
        await using var site = await TubeSite.Open(engines);
        using var courier = await site.As(Grant.Courier);
        using var lab = await site.As(Grant.Lab);
        var (tube, box) = (await site.Opened(), TubeSite.Barcode());
        await site.Do(TubeActKind.Put, tube, site.People[0]);
        Assert.Equal(BoxOutcome.UnknownBox, (await site.Box(site.Tablet, box, BoxActKind.Pack, tube)).Outcome);
        Assert.Equal(BoxOutcome.Done, (await site.Box(site.Tablet, box, BoxActKind.Make)).Outcome);
        Assert.Equal(BoxOutcome.TubeOpen, (await site.Box(site.Tablet, box, BoxActKind.Pack, tube)).Outcome);
        await site.Do(TubeActKind.Close, tube);
        Assert.Equal(BoxOutcome.Empty, (await site.Box(site.Tablet, box, BoxActKind.Seal)).Outcome);
        Assert.Equal(BoxOutcome.Done, (await site.Box(site.Tablet, box, BoxActKind.Pack, tube)).Outcome);
        Assert.Equal(BoxOutcome.NotSealed, (await site.Box(courier, box, BoxActKind.Sign)).Outcome);
        for (var twice = 0; twice < 2; twice++) Assert.Equal(twice == 0 ? BoxOutcome.Done : BoxOutcome.Already, (await site.Box(site.Tablet, box, BoxActKind.Seal)).Outcome);
        Assert.Equal(TubeOutcome.InBox, (await site.Do(TubeActKind.Reopen, tube, why: "one more")).Outcome);
        Assert.Equal(BoxOutcome.NotHandedOver, (await site.Box(lab, box, BoxActKind.Sign)).Outcome);
        foreach (var by in new[] { courier, site.Tablet, lab }) Assert.Equal(BoxOutcome.Done, (await site.Box(by, box, BoxActKind.Sign)).Outcome);
        var shown = (await site.Box(courier, box, BoxActKind.Sign)).Box!;
        Assert.Equal([("Courier", BoxSide.Courier), ("S1", BoxSide.Site), ("Lab", BoxSide.Lab)], shown.Signatures.Select(s => (s.Name, s.Side)));
        Assert.Equal((1, 1, TransportState.InTime), (shown.Tubes, shown.People, shown.State));
        Assert.NotNull(shown.Received);
        Assert.Equal(BoxOutcome.Gone, (await site.Box(site.Tablet, box, BoxActKind.Unseal)).Outcome);
    }

    [Fact]
    public async Task The_clock_of_a_box_runs_from_the_first_swab_until_the_lab_signs_by_the_districts_limits()
    {
        await using var site = await TubeSite.Open(engines);
        using var centre = await site.Centre();
        var (tube, box, swab) = (await site.Opened(), TubeSite.Barcode(), TubeSite.Now - 100 * 60_000);
        await site.Send(TubeSite.Act(TubeActKind.Put, tube, site.People[0], made: swab));
        await site.Do(TubeActKind.Close, tube);
        await site.Box(site.Tablet, box, BoxActKind.Make);
        await site.Box(site.Tablet, box, BoxActKind.Pack, tube);
        await site.Box(site.Tablet, box, BoxActKind.Seal);
        foreach (var (warn, alarm, state) in new[] { (180, 240, TransportState.InTime), (100, 240, TransportState.Late), (60, 90, TransportState.TooLate) })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await centre.PutAsJsonAsync("/api/v1/district/transport", new { warnMinutes = warn, alarmMinutes = alarm })).StatusCode);
            var list = await site.Get<BoxList>(centre, "rounds/1/boxes");
            Assert.Equal((warn, alarm, state, swab), (list.WarnMinutes, list.AlarmMinutes, list.Boxes.Single().State, list.Boxes.Single().FirstSwab));
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.PutAsJsonAsync("/api/v1/district/transport", new { warnMinutes = 90, alarmMinutes = 90 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.Tablet.PutAsJsonAsync("/api/v1/district/transport", new { warnMinutes = 1, alarmMinutes = 2 })).StatusCode);
    }

    [Fact]
    public async Task A_tube_scanned_into_two_boxes_and_who_may_not_pack_are_told_so()
    {
        await using var site = await TubeSite.Open(engines);
        using var courier = await site.As(Grant.Courier);
        var (tube, one, two) = (await site.Opened(), TubeSite.Barcode(), TubeSite.Barcode());
        await site.Do(TubeActKind.Close, tube);
        foreach (var box in new[] { one, two }) await site.Box(site.Tablet, box, BoxActKind.Make);
        await site.Box(site.Tablet, one, BoxActKind.Pack, tube);
        Assert.Equal(BoxOutcome.InOtherBox, (await site.Box(site.Tablet, two, BoxActKind.Pack, tube)).Outcome);
        Assert.Equal(BoxOutcome.Done, (await site.Box(site.Tablet, one, BoxActKind.Unpack, tube)).Outcome);
        Assert.Equal(BoxOutcome.Done, (await site.Box(site.Tablet, two, BoxActKind.Pack, tube)).Outcome);
        Assert.Equal(HttpStatusCode.Forbidden, (await courier.PostAsJsonAsync($"/api/v1/rounds/1/boxes/{one}/acts", new { kind = "Seal" })).StatusCode);
        using var other = site.Server.Http(await site.Server.Tablet(site.District.Code, Guid.NewGuid(), "S2"));
        Assert.Equal(BoxOutcome.OtherSite, (await site.Box(other, two, BoxActKind.Seal)).Outcome);
        Assert.Equal(BoxOutcome.CodeUsed, (await site.Box(other, two, BoxActKind.Make)).Outcome);
    }
}
