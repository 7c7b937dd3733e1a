using ScreenOps.Core.Districts;
using ScreenOps.Core.Rehearsal;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Staffing;

namespace ScreenOps.Server.Tests.Rehearsal;

public sealed class PeoplePlayerTests(RealEngines engines)
{
    private const int Speed = 600;

    [Fact]
    public async Task Rehearsed_people_answer_come_to_their_posts_and_step_in_when_they_are_asked()
    {
        await using var district = await MorningDistrict.Make(engines);
        var gone = (await district.On("S1", "A", Role.Sampler))[0];
        await district.Answer(gone.Id, false, "发烧");
        await district.At("04:25:00", Speed);
        var clock = new RoundClock(TimeProvider.System, DateTimeOffset.Parse("2022-08-14T04:25:00+08:00", null), TimeProvider.System.GetUtcNow(), Speed);
        await district.Do($"{district.Path}/askings", new { id = Guid.NewGuid(), site = "S1", shift = "A", role = "Sampler", seat = gone.Seat, few = 3, minutes = 60 });
        var told = new List<RehearsedDuty>();
        foreach (var (site, role) in new[] { ("S1", Role.SiteLead), ("S1", Role.Sampler), ("S2", Role.Sampler) })
            told.AddRange((await district.On(site, "A", role)).Select(s => new RehearsedDuty(Guid.Parse(s.Id), "A", 19_800)));
        var acts = PeopleMorning.Of(told, 15_900, 1);
        var midnight = DateTimeOffset.Parse("2022-08-14T00:00:00+08:00", null).ToUnixTimeMilliseconds();

        var people = new PeoplePlayer(new(district.Centre, TimeProvider.System), district.Round, acts, midnight, clock, 1, TimeProvider.System);
        await people.Play(TestContext.Current.CancellationToken);

        Assert.True(people.Said > acts.Count, "who was asked answered too");
        var morning = await district.Morning();
        Assert.Equal(acts.Count(a => a.Act == "CheckIn"), (int)morning["shifts"]![0]!["present"]!);
        Assert.DoesNotContain(morning["empty"]!.AsArray().Select(e => e!["asking"]).OfType<System.Text.Json.Nodes.JsonObject>().SelectMany(a => a["offers"]!.AsArray()), o => o!["answer"] is null);
    }
}
