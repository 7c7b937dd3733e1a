using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Board;

public class PublicTests(RealEngines engines)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_read_again_is_not_sent_again_until_something_changed()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var first = await http.GetAsync("/api/v1/public/sites/S1", Cancel);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), first.Headers.CacheControl!.MaxAge);
        Assert.False(first.Headers.ETag!.IsWeak);
        using var again = await Get(http, "/api/v1/public/sites/S1", first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid()));
        await tablet.Tell(BoardDistrict.Command(1, CountKind.Open), BoardDistrict.Command(2, CountKind.Arrived, 20));
        await Eventually.True(async () =>
        {
            using var answer = await Get(http, "/api/v1/public/sites/S1", first.Headers.ETag);
            return answer.StatusCode == HttpStatusCode.OK && JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("queue").GetInt64() == 20;
        }, "a document with the 20 people");
    }

    [Fact]
    public async Task The_list_names_every_site_of_the_open_round_and_zips_for_who_asks()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }) { BaseAddress = server.Address };
        var list = JsonDocument.Parse(await http.GetStringAsync("/api/v1/public/sites", Cancel)).RootElement;
        Assert.Equal((district.Code, 1, "one"), (list.GetProperty("district").GetString(), list.GetProperty("round").GetInt32(), list.GetProperty("roundName").GetString()));
        Assert.Equal(["S1", "S2", "S3"], list.GetProperty("sites").EnumerateArray().Select(s => s.GetProperty("code").GetString()));
        Assert.Equal("NotOpened", list.GetProperty("sites")[0].GetProperty("status").GetString());
        foreach (var wrong in new[] { "/api/v1/public/sites/S9", "/api/v1/public/sites?district=nowhere", "/api/v1/public/sites?rehearsal=true" })
        {
            using var answer = await http.GetAsync(wrong, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Who_reads_too_often_is_told_when_to_come_again()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server(0, "--Access:PublicPerMinute=60");
        using var http = new HttpClient { BaseAddress = server.Address };
        var (asked, answer) = (0, await http.GetAsync("/api/v1/public/sites", Cancel));
        Assert.Equal((HttpStatusCode.OK, "nosniff"), (answer.StatusCode, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        for (; answer.StatusCode == HttpStatusCode.OK && asked < 1000; asked++) answer = await http.GetAsync("/api/v1/public/sites/S1", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Minutes_carry_the_queue_of_a_site_and_of_the_district()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        foreach (var site in new[] { "S1", "S2" })
        {
            await using var tablet = await server.Line(await server.Tablet(district.Code, Guid.NewGuid(), site));
            await tablet.Tell(BoardDistrict.Command(1, CountKind.Arrived, 9, site), BoardDistrict.Command(2, CountKind.Sampled, 4, site));
        }
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await server.Centre(district.Code));
        async Task<long> Queue(string query) => JsonDocument.Parse(await http.GetStringAsync("/api/v1/board/minutes" + query, Cancel)).RootElement.EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } m
            ? m.GetProperty("queue").GetInt64() : 0;
        await Eventually.True(async () => await Queue("?site=S1") == 5 && await Queue("") == 10, "the queue in the minutes");
        using var none = await http.GetAsync("/api/v1/board?round=77", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<HttpResponseMessage> Get(HttpClient http, string path, EntityTagHeaderValue held)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(held);
        return await http.SendAsync(request, Cancel);
    }
}
