using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Counting;

public class CountHttpTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_count_that_cannot_be_meant_is_refused_with_a_cure_and_changes_nothing()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));

        var receipts = await Sent(tablet, BoardDistrict.Command(1, CountKind.Arrived, -3), BoardDistrict.Command(2, CountKind.Arrived, 1, "S9"), BoardDistrict.Command(3, CountKind.Arrived, 2));

        Assert.Equal(["Refused bad-amount", "Refused unknown-site", "Applied "], receipts.Select(r => $"{r!["outcome"]} {r["reason"]}"));
        Assert.Contains("1 or more", (string?)receipts[0]!["cure"], StringComparison.Ordinal);
        Assert.Contains("lists them", (string?)receipts[1]!["cure"], StringComparison.Ordinal);
        using var centre = server.Http(await server.Centre(district.Code));
        var board = await centre.GetFromJsonAsync<JsonObject>("/api/v1/board", Cancel);
        Assert.Equal([2, 0, 0], board!["sites"]!.AsArray().Select(s => (int)s!["queue"]!));
    }

    [Theory]
    [InlineData("{}", "\"commands\""), InlineData("""{"commands":[{"number":1,"round":1,"site":"S1","kind":"Arrived","n":1}]}""", "made"), InlineData("""{"commands":[null]}""", "number")]
    [InlineData("""{"commands":[{"number":1,"round":1,"kind":"Arrived","n":1,"made":5}]}""", "site"), InlineData("""{"commands":[{"kind":"Danced"}]}""", "$.commands[0].kind"), InlineData("not json", "/openapi")]
    public async Task What_is_no_command_is_told_what_one_needs(string body, string said)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var tablet = server.Http(await server.Tablet(district.Code, Guid.NewGuid()));
        using var answer = await tablet.PostAsync("/api/v1/counts", new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["detail"], StringComparison.Ordinal);
    }

    private static async Task<JsonArray> Sent(HttpClient tablet, params CountCommand[] commands)
    {
        using var answer = await tablet.PostAsJsonAsync("/api/v1/counts", new { commands }, Cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["receipts"]!.AsArray();
    }
}
