using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

public sealed class ImportHttpTests(RealEngines engines)
{
    [Fact]
    public async Task Uploaded_files_are_imported_behind_the_answer_and_refused_rows_can_be_downloaded()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        var sites = await File.ReadAllBytesAsync(Path.Combine(ImportFolder.Sample, "sites.csv"));
        var roster = await File.ReadAllBytesAsync(Path.Combine(ImportFolder.Sample, "roster.xlsx"));

        var end = await Ended(http, await Send(http, ("sites.csv", sites), ("puji/roster.xlsx", roster)));

        Assert.Equal("Done", (string?)end["state"]);
        Assert.Equal(36, (int?)end["refused"]);
        Assert.Equal((8, 7), ((int?)end["files"]![1]!["byReason"]!["duplicate-phone"], (int?)end["files"]![1]!["byReason"]!["bad-phone"]));
        Assert.Equal((43, 712), ((int?)end["report"]!["sites"], (int?)end["report"]!["roster"]!["accepted"]));
        var refused = await http.GetByteArrayAsync($"/api/v1/imports/{end["id"]}/refused.csv");
        Assert.Equal(Encoding.UTF8.Preamble, refused.AsSpan(0, 3));
        var lines = Encoding.UTF8.GetString(refused.AsSpan(3)).TrimEnd().Split("\r\n");
        Assert.Equal(37, lines.Length);
        Assert.StartsWith("roster.xlsx,22,联系电话,bad-phone,", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("1990176", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/imports/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task A_check_by_upload_reports_and_stores_nothing()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));

        var end = await Ended(http, await Send(http, "?check=true", ("sites.csv", await File.ReadAllBytesAsync(Path.Combine(ImportFolder.Sample, "sites.csv")))));

        Assert.Equal(("Done", 43), ((string?)end["state"], (int?)end["report"]!["sites"]));
        Assert.Equal(3, (await http.GetFromJsonAsync<JsonArray>("/api/v1/sites"))!.Count);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_fails_with_what_to_do()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        var cut = (await File.ReadAllBytesAsync(Path.Combine(ImportFolder.Sample, "roster.xlsx")))[..9_000];

        var end = await Ended(http, await Send(http, ("roster.xlsx", cut)));

        Assert.Equal("Failed", (string?)end["state"]);
        Assert.Contains("save it again", (string?)end["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_name_is_refused_at_once_with_the_names_that_are_known()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));

        using var answer = await Send(http, ("holiday.jpg", [1, 2, 3]));
        using var noForm = await http.PostAsJsonAsync("/api/v1/imports", new { files = 1 });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("residents.csv", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, noForm.StatusCode);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Two_hundred_megabytes_are_answered_in_words_whether_the_length_is_said_or_not(bool said)
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http(await server.Centre(district.Code));
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports");
        ask.Content = Form([("residents.csv", new byte[200_000_000])]);
        if (!said) ask.Headers.TransferEncodingChunked = true;

        using var answer = await http.SendAsync(ask);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("100 MB", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_brings_a_folder_in_through_the_running_server_and_says_how_it_went()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var folder = ImportFolder.Copy("sites.csv", "roster.xlsx");
        var (token, json, print) = (await server.Centre(district.Code), folder.At("report.json"), new StringWriter());

        Assert.Equal(0, await ImportVerb.Run([folder.Path, "--json", json], new(server.Address, token), print, TestContext.Current.CancellationToken));
        Assert.Contains("36 rows are refused", print.ToString(), StringComparison.Ordinal);
        Assert.Equal(712, (int?)JsonNode.Parse(await File.ReadAllTextAsync(json))!["roster"]!["accepted"]);

        folder.With("roster.xlsx", "no workbook");
        print = new();
        Assert.Equal(1, await ImportVerb.Run([folder.Path], new(server.Address, token), print, TestContext.Current.CancellationToken));
        Assert.Contains("roster.xlsx is not a workbook", print.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await ImportVerb.Run([folder.Path], new(new("http://127.0.0.1:1"), token), print, TestContext.Current.CancellationToken));
        Assert.Contains("--url", print.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_brings_in_a_district_that_is_new_under_a_name_of_its_own()
    {
        await using var server = await TestServer.Start(await engines.Database(), engines.Address(LiveEngine.Redis));
        using var folder = ImportFolder.Copy("sites.csv", "shifts.csv");
        var (token, print) = (server.Get<ServerToken>().ForFolder(), new StringWriter());

        Assert.Equal(1, await ImportVerb.Run([folder.Path, "--district", "Not A Code"], new(server.Address, token), print, TestContext.Current.CancellationToken));
        Assert.Contains("1 to 16 small Latin letters", print.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await ImportVerb.Run([folder.Path, "--district", "east-2", "--name", "东街道"], new(server.Address, token), print, TestContext.Current.CancellationToken));

        Assert.Equal("东街道", (await server.Get<RoundBook>().District("east-2")).Name);
    }

    private static Task<HttpResponseMessage> Send(HttpClient http, params (string Name, byte[] Bytes)[] files) => Send(http, "", files);

    private static Task<HttpResponseMessage> Send(HttpClient http, string query, params (string Name, byte[] Bytes)[] files) => http.PostAsync("/api/v1/imports" + query, Form(files));

    private static MultipartFormDataContent Form((string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files) form.Add(new ByteArrayContent(bytes), "files", name);
        return form;
    }

    private static async Task<JsonObject> Ended(HttpClient http, HttpResponseMessage begun)
    {
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        JsonObject? shown = null;
        await Eventually.True(async () => (string?)(shown = await http.GetFromJsonAsync<JsonObject>(begun.Headers.Location))!["state"] != "Running", "the import ends");
        return shown!;
    }
}
