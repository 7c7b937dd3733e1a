using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

public sealed class RoundTests(RealEngines engines)
{
    private const string NewSite = """
        编号,名称,所在村/社区,纬度,经度,服务人口,采样台数,地址
        S44,新村采样点,新村,36.7,117.6,800,3,学校操场
        """, NewPosts = """
        采样点编号,班次,岗位,人数
        S44,A,点长,1
        S44,A,采样员,6
        S01,A,采样员,9
        """;

    [Fact]
    public async Task A_site_imported_after_a_round_was_made_is_in_the_next_with_its_lanes_and_posts()
    {
        await using var office = await Office.Open(engines);
        var first = await office.Make("one");
        await office.Do(HttpMethod.Post, $"rounds/{first}/open");
        await office.Do(HttpMethod.Put, $"rounds/{first}/posts", new { posts = new[] { new { site = "S01", shift = "A", role = "Sampler", seats = 7 } } });
        await office.Do(HttpMethod.Post, $"rounds/{first}/close");
        await office.Bring(NewSite, NewPosts);

        var next = await office.Make("two");

        Assert.Equal((44, 3), await office.Sites(next, "S44"));
        Assert.Equal([("S44", "Sampler", 6), ("S44", "SiteLead", 1), ("S01", "Sampler", 7)], await office.Posts(next, ("S44", "Sampler"), ("S44", "SiteLead"), ("S01", "Sampler")));
    }

    [Fact]
    public async Task A_draft_gets_the_site_that_an_import_brings_and_keeps_what_it_has()
    {
        await using var office = await Office.Open(engines);
        var draft = await office.Make("one");
        await office.Bring(NewSite, NewPosts);

        Assert.Equal((44, 3), await office.Sites(draft, "S44"));
        Assert.Equal([("S44", "Sampler", 6), ("S01", "Sampler", 4)], await office.Posts(draft, ("S44", "Sampler"), ("S01", "Sampler")));
    }

    [Fact]
    public async Task An_edit_that_is_refused_changes_nothing_of_the_round()
    {
        await using var office = await Office.Open(engines);
        var id = await office.Make("one");
        await office.Seat(id, "S01", "A", "Sampler");

        using var answer = await office.Ask(HttpMethod.Put, $"rounds/{id}", new { name = "other", shifts = new[] { new { code = "B", name = "午班", starts = "09:30:00", ends = "13:00:00" } } });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var plan = await office.Plan(id);
        Assert.Equal(("one", 2), ((string?)plan["round"]!["name"], plan["shifts"]!.AsArray().Count));
    }

    [Fact]
    public async Task Fewer_seats_tell_how_many_people_lost_theirs_and_a_post_said_twice_is_refused()
    {
        await using var office = await Office.Open(engines);
        var id = await office.Make("one");
        await office.Seat(id, "S01", "A", "Sampler");

        var fewer = await office.Do(HttpMethod.Put, $"rounds/{id}/posts", new { posts = new[] { new { site = "S01", shift = "A", role = "Sampler", seats = 0 } } });
        Assert.Equal(1, (int?)fewer!["freed"]);

        using var twice = await office.Ask(HttpMethod.Put, $"rounds/{id}/posts", new { posts = new[] { new { site = "S01", shift = "A", role = "Sampler", seats = 1 }, new { site = "S01", shift = "A", role = "Sampler", seats = 2 } } });
        using var number = await office.Ask(HttpMethod.Put, $"rounds/{id}/posts", new { posts = new[] { new { site = "S01", shift = "A", role = "1", seats = 1 } } });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (twice.StatusCode, number.StatusCode));
    }

    [Fact]
    public async Task A_second_real_round_is_not_opened_beside_the_first_and_the_answer_names_it()
    {
        await using var office = await Office.Open(engines);
        await office.Do(HttpMethod.Post, $"rounds/{await office.Make("one")}/open");

        using var answer = await office.Ask(HttpMethod.Post, $"rounds/{await office.Make("two")}/open");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("(one) is open; close it first", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_is_found_by_the_whole_phone_which_then_stands_in_no_address()
    {
        await using var office = await Office.Open(engines);
        await office.Do(HttpMethod.Post, "members", new { id = Guid.NewGuid(), name = "张三", phone = "13800001234", roles = new[] { "Sampler" }, village = "普西村" });

        Assert.Equal("138****1234", (string?)(await office.Do(HttpMethod.Post, "members/find", new { query = "138 0000 1234" }))![0]!["phone"]);
        Assert.Empty((await office.Do(HttpMethod.Post, "members/find", new { query = "13800001235" }))!.AsArray());
        Assert.Single((await office.Do(HttpMethod.Post, "members/find", new { query = "张三" }))!.AsArray());
    }
}
