using System.Net;
using System.Net.Http.Json;
using ScreenOps.Core.Coverage;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Coverage;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Tests.CheckIn;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Samples;

namespace ScreenOps.Server.Tests.Coverage;

/// <summary>Nobody of the list is missed: who is sampled, who waits and who is missing, by grid and by door.</summary>
public sealed class CoverageTests(RealEngines engines)
{
    private static readonly GridPlace First = new("V", "第1网格"), Second = new("V", "第2网格");

    [Fact]
    public async Task Figures_and_doors_follow_each_person_from_missing_to_sampled_and_back_when_the_tube_is_lost()
    {
        await using var site = await Town();
        using var centre = await site.Centre();
        using var worker = site.Server.Http(await site.Server.AtSite(Grant.GridWorker, site.District.Code, null, First));
        Assert.Equal(new CoverageCount(6, 0, 0, 0, 0, 0), await Grid(site, centre, First));

        // Two of one household are sampled: nobody rings at that door any more. One waits at a site.
        var tube = await site.Opened();
        await site.Do(TubeActKind.Put, tube, site.People[0]);
        await site.Do(TubeActKind.Put, tube, site.People[1]);
        await site.Server.Get<Counter>().CheckIn(site.District.Code, new(1, "S2", site.People[2], TubeSite.Now), default);
        await Eventually.True(async () => await Grid(site, centre, First) == new CoverageCount(6, 2, 1, 0, 0, 0), "two sampled and one waiting");
        var doors = await Doors(site, worker);
        Assert.Equal(["H000001", "H000002"], doors.Homes.Select(h => h.Household));
        Assert.Equal((Reached.Waiting, "S2"), Person(doors, site.People[2]) is var waits ? (waits.Reached, waits.Site) : default);
        Assert.Matches(@"^王\*.$", Person(doors, site.People[3]).Name);

        await site.Send(TubeSite.Act(TubeActKind.Trouble, tube, why: "fell down") with { Trouble = TubeTrouble.Lost });
        await Eventually.True(async () => await Grid(site, centre, First) == new CoverageCount(6, 0, 1, 0, 0, 2), "two to be sampled again");
        Assert.Equal(Reached.Again, Person(await Doors(site, worker), site.People[0]).Reached);

        // Whoever comes back to a site after having left waits there; whoever left is missing again.
        var counter = site.Server.Get<Counter>();
        await counter.Leave(site.District.Code, new(1, "S2", site.People[2], TubeSite.Now), default);
        Assert.Equal(Reached.Missing, Person(await Doors(site, worker), site.People[2]).Reached);
        await counter.CheckIn(site.District.Code, new(1, "S2", site.People[2], TubeSite.Now), default);
        Assert.Equal(Reached.Waiting, Person(await Doors(site, worker), site.People[2]).Reached);
        await counter.Sample(site.District.Code, new(1, "S2", site.People[2], TubeSite.Now), default);
        await counter.TakeSampleBack(site.District.Code, new(1, "S2", site.People[2], TubeSite.Now), 1, default);
        Assert.Equal(Reached.Waiting, Person(await Doors(site, worker), site.People[2]).Reached);
        await Eventually.True(async () => await Grid(site, centre, First) == (await Doors(site, worker)).Count, "figures that agree with the doors");
    }

    [Fact]
    public async Task What_was_heard_settles_a_person_and_is_taken_back_and_only_the_own_grid_is_reached()
    {
        await using var site = await Town();
        using var centre = await site.Centre();
        using var worker = site.Server.Http(await site.Server.AtSite(Grant.GridWorker, site.District.Code, null, First));
        Assert.Equal(HttpStatusCode.NoContent, await Hear(worker, site.People[0], "Away"));
        Assert.Equal(HttpStatusCode.NoContent, await Hear(worker, site.People[1], "HomeVisit"));
        Assert.Equal(new CoverageCount(6, 0, 0, 1, 1, 0), await Grid(site, centre, First));
        Assert.Equal((FollowUp.Away, "GridWorker"), Person(await Doors(site, worker), site.People[0]) is var heard ? (heard.Heard, heard.HeardBy) : default);
        Assert.Equal(HttpStatusCode.NoContent, await Hear(worker, site.People[0], null));
        Assert.Equal(new CoverageCount(6, 0, 0, 0, 1, 0), await Grid(site, centre, First));

        Assert.Equal(HttpStatusCode.BadRequest, await Hear(worker, site.People[0], "Somewhere"));
        Assert.Equal(HttpStatusCode.NotFound, await Hear(worker, site.People[11], "Away"));
        Assert.Equal(First.Grid, (await Doors(site, worker, Second)).Grid);
        Assert.Equal(Second.Grid, (await Doors(site, centre, Second)).Grid);
        using var own = await worker.PostAsJsonAsync($"/api/v1/residents/{site.People[0]}/unmask", new { why = "missing" });
        using var others = await worker.PostAsJsonAsync($"/api/v1/residents/{site.People[11]}/unmask", new { why = "missing" });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, others.StatusCode));
        await site.District.Do("update rounds set state = 'Sealed', sealed_at = now() where id = 1");
        await Eventually.True(async () => await Hear(worker, site.People[0], "Away") == HttpStatusCode.Conflict, "a sealed round");
    }

    /// <summary>Six people in three households of each of two grids, and one who walked in and is on no list.</summary>
    private async Task<TubeSite> Town()
    {
        var site = await TubeSite.Open(engines);
        await site.District.Do($"""
            update residents set grid = case when household < 'H000003' then '{First.Grid}' else '{Second.Grid}' end;
            insert into residents (district, household, identity_index, identity_sealed, name_sealed, village, walk_in) select district, '', '\x01', identity_sealed, name_sealed, '', true from residents limit 1;
            """);
        return site;
    }

    private static async Task<CoverageCount> Grid(TubeSite site, HttpClient centre, GridPlace of)
    {
        var shown = await site.Get<CoverageShown>(centre, "rounds/1/coverage");
        Assert.Equal(12, shown.Count.People);
        return shown.Villages.Single(v => v.Village == of.Village).Grids.Single(g => g.Grid == of.Grid).Count;
    }

    private static Task<HomesShown> Doors(TubeSite site, HttpClient http, GridPlace? of = null) =>
        site.Get<HomesShown>(http, $"rounds/1/homes{(of is null ? "" : $"?village={of.Village}&grid={Uri.EscapeDataString(of.Grid)}")}");

    private static HomePerson Person(HomesShown doors, Guid id) => doors.Homes.SelectMany(h => h.People).Single(p => p.Id == id);

    private static async Task<HttpStatusCode> Hear(HttpClient http, Guid person, string? heard)
    {
        using var answer = await http.PutAsJsonAsync($"/api/v1/rounds/1/homes/{person}", new { heard });
        return answer.StatusCode;
    }
}
