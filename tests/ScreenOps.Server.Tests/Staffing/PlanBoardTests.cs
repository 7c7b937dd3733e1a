using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>What a commander does on the plan board: moves with their effect told before, undo, copies, comparison.</summary>
public sealed class PlanBoardTests(RealEngines engines)
{
    [Fact]
    public async Task The_effect_of_a_drop_is_told_before_it_and_comes_true()
    {
        await using var district = await PlanDistrict.Make(engines);
        var plan = await district.Make();
        var (site, seat) = Seats(plan).First(s => (string?)s.Seat["role"] == "Sampler" && (string?)s.Seat["shift"] == "A");
        var member = (string)seat["member"]!["id"]!;
        var from = Place(site, seat);

        var effects = await district.Get($"effects?member={member}&{Query(from)}");
        Assert.Equal(907, effects["seats"]!.AsArray().Count);
        Assert.Equal(((double)plan["travelKm"]!, (int)plan["unfilledWeight"]!), ((double)effects["travelKm"]!, (int)effects["unfilledWeight"]!));
        Assert.Equal(10, (int)effects["pool"]!["unfilledWeight"]!);
        Assert.Contains(effects["seats"]!.AsArray(), e => (string?)e!["why"] == "RoleNotHeld");
        var drop = effects["seats"]!.AsArray().First(e => e!["why"] is null && e["displacedTo"] is not null)!;
        Assert.Equal((0, from.ToJsonString()), ((int)drop["unfilledWeight"]!, drop["displacedTo"]!.ToJsonString()));
        var to = Place((string)drop["site"]!, drop);
        var displaced = Seats(plan).Single(s => Place(s.Site, s.Seat).ToJsonString() == to.ToJsonString()).Seat["member"]!;
        Assert.Equal((string?)displaced["name"], (string?)drop["displaced"]);

        var moved = await district.Post("moves", new { member, from, to, version = (long)plan["version"]! });

        Assert.Equal((double)drop["travelKm"]!, (double)moved["travelKm"]!, 6);
        Assert.Equal(((string)displaced["id"]!, member), (At(moved, from), At(moved, to)));
        // The same order again, as after a lost answer, is done already.
        Assert.Equal(moved.ToJsonString(), (await district.Post("moves", new { member, from, to, version = (long)plan["version"]! })).ToJsonString());
        // What is set by hand is not displaced by another drop.
        var other = Seats(moved).First(s => (string?)s.Seat["role"] == "Sampler" && (string?)s.Seat["shift"] == "A" && (string?)s.Seat["member"]!["id"] != member && s.Site != (string)to["site"]! && s.Site != site);
        await district.Refused("moves", new { member = (string)other.Seat["member"]!["id"]!, from = Place(other.Site, other.Seat), to }, "LockLost");
        var later = await district.Get($"effects?member={(string)other.Seat["member"]!["id"]!}&{Query(Place(other.Site, other.Seat))}");
        Assert.Equal("LockLost", (string?)later["seats"]!.AsArray().Single(e => Place((string)e!["site"]!, e).ToJsonString() == to.ToJsonString())!["why"]);
        using var nowhere = await district.Http.PostAsJsonAsync(district.Path + "/moves", new { member });
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
    }

    [Fact]
    public async Task Changes_by_hand_are_taken_back_one_after_the_other_to_the_letter()
    {
        await using var district = await PlanDistrict.Make(engines);
        await district.Make();
        var published = await district.Post("publish", null);
        Assert.False((bool)published["undoable"]!);
        var seats = Seats(published).Where(s => (string?)s.Seat["role"] == "Marshal" && (string?)s.Seat["shift"] == "A").Take(2).ToList();
        var (first, second) = (Place(seats[0].Site, seats[0].Seat), Place(seats[1].Site, seats[1].Seat));

        var one = await district.Post("moves", new { member = At(published, first), from = first });
        var two = await district.Post("moves", new { member = At(one, second), from = second });
        Assert.Equal((2, "Changed", true), ((int)two["empty"]!, (string?)two["state"], (bool)two["undoable"]!));
        await district.Refused("undo", new { version = (long)one["version"]! }, "Overtaken");

        var back = await district.Post("undo", new { version = (long)two["version"]! });
        Assert.Equal((1, At(published, second)), ((int)back["empty"]!, At(back, second)));
        var all = await district.Post("undo", new { version = (long)back["version"]! });
        // Who was told is still told, so there is nothing to publish.
        Assert.Equal(("Published", 0, false), ((string?)all["state"], (int)all["empty"]!, (bool)all["undoable"]!));
        Assert.Equal(published["sites"]!.ToJsonString(), all["sites"]!.ToJsonString());
        await district.Refused("undo", new { version = (long)all["version"]! }, "NothingToUndo");

        // What the solver does in between is not undone by accident.
        await district.Post("moves", new { member = At(all, first), from = first });
        var made = await district.Make();
        Assert.False((bool)made["undoable"]!);
        await district.Refused("undo", new { version = (long)made["version"]! }, "NothingToUndo");
    }

    [Fact]
    public async Task The_best_fitting_are_told_with_what_each_would_change()
    {
        await using var district = await PlanDistrict.Make(engines);
        var plan = await district.Make();
        var (site, seat) = Seats(plan).First(s => (string?)s.Seat["role"] == "Sampler" && (string?)s.Seat["shift"] == "A");
        var place = Place(site, seat);
        var freed = await district.Post("moves", new { member = At(plan, place), from = place });

        var found = await district.Get($"seats/candidates?{Query(place)}");
        var best = found["candidates"]![0]!;
        Assert.Equal((0, (string)seat["member"]!["id"]!), ((int)best["unfilledWeight"]!, found["candidates"]!.AsArray().Select(c => (string)c!["id"]!).First(c => c == (string)seat["member"]!["id"]!)));
        var movers = found["movers"]!.AsArray();
        Assert.InRange(movers.Count, 1, 20);
        Assert.Equal(movers.Select(m => (int)m!["unfilledWeight"]!).Order(), movers.Select(m => (int)m!["unfilledWeight"]!));
        var mover = movers[0]!;
        Assert.True((int)mover["unfilledWeight"]! < (int)freed["unfilledWeight"]!);
        var moved = await district.Post("moves", new { member = (string)mover["id"]!, from = mover["from"]!.DeepClone(), to = place, version = (long)freed["version"]! });
        Assert.Equal((int)mover["unfilledWeight"]!, (int)moved["unfilledWeight"]!);
        Assert.Equal((double)mover["travelKm"]!, (double)moved["travelKm"]!, 6);
    }

    [Fact]
    public async Task Two_plans_stand_side_by_side_and_what_people_were_told_says_who_hears_what()
    {
        await using var district = await PlanDistrict.Make(engines);
        Assert.Empty(await Copies(district));
        await district.Refused("copies", new { id = Guid.NewGuid(), name = "too early" }, "NoPlan");
        var plan = await district.Make();
        var first = await district.Get("comparison");
        Assert.Equal((0, 908, 0), ((int)first["before"]!["filled"]!, (int)first["after"]!["filled"]!, (int)first["same"]!));
        Assert.All(first["changes"]!.AsArray(), c => Assert.Equal(("New", false), ((string?)c!["change"], (bool)c["told"]!)));
        var id = Guid.NewGuid();
        for (var sent = 0; sent < 2; sent++) (await district.Http.PostAsJsonAsync(district.Path + "/copies", new { id, name = "before the phone calls" })).EnsureSuccessStatusCode();

        await district.Post("publish", null);
        var unchanged = await district.Get("comparison");
        Assert.Empty(unchanged["changes"]!.AsArray());
        Assert.Equal(Seats(plan).Select(s => (string)s.Seat["member"]!["id"]!).Distinct().Count(), (int)unchanged["same"]!);

        var (site, seat) = Seats(plan).First(s => (string?)s.Seat["role"] == "Courier" && (string?)s.Seat["shift"] == "B");
        var place = Place(site, seat);
        var gone = (string)seat["member"]!["name"]!;
        var changed = await district.Post("moves", new { member = At(plan, place), from = place });
        foreach (var before in new[] { "told", id.ToString() })
        {
            var compared = await district.Get($"comparison?before={before}&after=now");
            var change = Assert.Single(compared["changes"]!.AsArray())!;
            Assert.Equal((gone, true), ((string?)change["name"], (bool)change["told"]!));
            Assert.Equal((0, 2), ((int)compared["before"]!["unfilledWeight"]!, (int)compared["after"]!["unfilledWeight"]!));
            Assert.Equal((double)changed["travelKm"]!, (double)compared["after"]!["travelKm"]!, 6);
            Assert.Equal((site, "B", "Courier", 0, 1), compared["posts"]!.AsArray().Select(p => ((string)p!["site"]!, (string)p["shift"]!, (string)p["role"]!, (int)p["emptyBefore"]!, (int)p["emptyAfter"]!)).Single());
        }
        // A plan that is made anew sets the one before it aside.
        await district.Make();
        Assert.Equal([("Replaced", ""), ("Published", ""), ("Kept", "before the phone calls")], (await Copies(district)).Select(c => ((string)c!["kind"]!, (string)c["name"]!)));
        using var unknown = await district.Http.GetAsync(district.Path + $"/comparison?before={Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<JsonArray> Copies(PlanDistrict district) => (await district.Http.GetFromJsonAsync<JsonArray>(district.Path + "/copies"))!;

    internal static IEnumerable<(string Site, JsonNode Seat)> Seats(JsonObject plan) => plan["sites"]!.AsArray().SelectMany(s => s!["seats"]!.AsArray().Select(x => ((string)s["site"]!, x!)));

    internal static JsonObject Place(string site, JsonNode seat) => new() { ["site"] = site, ["shift"] = (string)seat["shift"]!, ["role"] = (string)seat["role"]!, ["seat"] = (int)seat["seat"]! };

    internal static string? At(JsonObject plan, JsonObject place) => (string?)Seats(plan).Single(s => Place(s.Site, s.Seat).ToJsonString() == place.ToJsonString()).Seat["member"]?["id"];

    private static string Query(JsonObject place) => string.Join('&', place.Select(p => $"{p.Key}={p.Value}"));
}
