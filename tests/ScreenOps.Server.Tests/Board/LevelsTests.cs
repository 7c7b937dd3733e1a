using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

/// <summary>From which wait on a site is watched and acted on: the district chooses, and every board follows.</summary>
public sealed class LevelsTests(RealEngines engines)
{
    [Fact]
    public async Task Levels_set_on_one_server_colour_the_boards_of_another()
    {
        var district = await BoardDistrict.Make(engines);
        await using var one = await district.Server();
        await using var two = await district.Server();
        var (seen, told) = (new Seen(), new TaskCompletionSource());
        await using var viewer = await two.Line(await two.Centre(district.Code), seen.Take);
        viewer.On("Rounds", () => { told.TrySetResult(); });
        await viewer.Watch("");
        // Two lanes at 180 an hour take 120 people in 20 minutes: watched by Hangzhou's levels, calm by Shenzhen's.
        await using var tablet = await one.Line(await one.Tablet(district.Code, Guid.NewGuid()));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Lanes, 2), BoardDistrict.Command(3, CountKind.Arrived, 120));
        await Eventually.True(() => Task.FromResult(seen["S1"] is { Health: Health.Watch, Wait.Likely: 20 }), "a wait of 20 minutes is watched");

        using var centre = one.Http(await one.Centre(district.Code));
        using var set = await centre.PutAsJsonAsync("/api/v1/district/levels", new { watchMinutes = 25, actMinutes = 50 });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await Eventually.True(() => Task.FromResult(seen["S1"] is { Health: Health.Calm, Wait.Likely: 20 }), "the same wait is calm");
        await told.Task.WaitAsync(Eventually.Limit);
        Assert.Equal((25, 50), await Shown(two, district));
        await centre.PutAsJsonAsync("/api/v1/district/levels", new { watchMinutes = 10, actMinutes = 20 });
        await Eventually.True(() => Task.FromResult(seen["S1"] is { Health: Health.Act }), "a wait at the boundary is acted on");
    }

    [Theory]
    [InlineData(0, 30), InlineData(30, 30), InlineData(40, 30), InlineData(30, 601)]
    public async Task Levels_that_do_not_rise_are_refused_and_by_the_database_too(int watch, int act)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var centre = server.Http(await server.Centre(district.Code));
        using var refused = await centre.PutAsJsonAsync("/api/v1/district/levels", new { watchMinutes = watch, actMinutes = act });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal((15, 30), await Shown(server, district));
        var wrong = await Assert.ThrowsAsync<PostgresException>(() => district.Do($"update districts set watch_minutes = {watch}, act_minutes = {act} where code = @code"));
        Assert.Equal("wait_levels", wrong.ConstraintName);
    }

    [Fact]
    public async Task A_tablet_does_not_set_them()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.Forbidden, (await tablet.PutAsJsonAsync("/api/v1/district/levels", new { watchMinutes = 25, actMinutes = 50 })).StatusCode);
    }

    private static async Task<(int, int)> Shown(TestServer server, BoardDistrict district)
    {
        using var http = server.Http(await server.Centre(district.Code));
        var shown = await http.GetFromJsonAsync<Levels>("/api/v1/district");
        return (shown!.WatchMinutes, shown.ActMinutes);
    }

    private sealed record Levels(int WatchMinutes, int ActMinutes);
}
