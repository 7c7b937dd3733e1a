using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Tidy;
using YamlDotNet.RepresentationModel;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>Nobody is woken by a figure that does not exist, or sleeps because of one.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed partial class AlertTests(RealEngines engines)
{
    [Fact]
    public async Task Every_figure_that_a_rule_or_the_dashboard_asks_for_is_told_by_the_running_server()
    {
        var asked = Rules().Select(r => r.Expression).Concat(Panels()).ToList();
        var names = asked.SelectMany(e => Name().Matches(e).Select(m => m.Value)).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(names.Count > 25, $"Only {names.Count} figures were found: this test looks past them.");
        var district = await BoardDistrict.Make(engines);
        // With a certificate of its own, which has a figure too.
        await using var server = await TestServer.Start(district.Postgres, district.Redis, "--urls", "http://127.0.0.1:0;https://127.0.0.1:0");
        var token = await server.Tablet(district.Code, Guid.NewGuid());
        await using var line = await server.Line(token);
        using var http = server.Http(token);
        using var counted = await http.PostAsJsonAsync("/api/v1/counts", new { commands = new[] { BoardDistrict.Command(1, CountKind.Arrived, 3) } });
        using var read = await http.GetAsync("/api/v1/public/sites");
        Assert.True(counted.IsSuccessStatusCode && read.IsSuccessStatusCode);
        var told = "";
        await Eventually.True(async () => Missing(names, told = await http.GetStringAsync("/metrics")).Count == 0, () => $"told: {string.Join(", ", Missing(names, told))}");
        foreach (var engine in new[] { "postgresql", "redis" }) Assert.Matches($@"screenops_engine_up\{{[^}}]*engine=""{engine}""[^}}]*\}} 1\n", told);
    }

    [Fact]
    public void Every_alert_has_its_entry_in_the_runbook_and_every_entry_its_alert()
    {
        var alerts = Rules().ToList();
        Assert.All(alerts, a => Assert.Equal($"runbook.md#{a.Alert.ToLowerInvariant()}", a.Runbook));
        Assert.Equal(alerts.Select(a => a.Alert).Order(StringComparer.Ordinal), Entry().Matches(Checkout.Read("deploy/runbook.md")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(alerts, a => Assert.Matches($@"## {a.Alert}\n\*\*{a.Severity}\.\*\*", Checkout.Read("deploy/runbook.md")));
    }

    /// <summary>A label is told inside of braces, a histogram by its buckets.</summary>
    private static List<string> Missing(IEnumerable<string> names, string told) => [.. names.Where(n => !Regex.IsMatch(told, $@"(^{n}[{{ ])|([{{,]{n}=)", RegexOptions.Multiline))];

    private sealed record Rule(string Alert, string Expression, string Runbook, string Severity);

    private static IEnumerable<Rule> Rules()
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Checkout.Read("deploy/alerts.yml"));
        yaml.Load(text);
        foreach (var group in (YamlSequenceNode)yaml.Documents[0].RootNode["groups"])
            foreach (var rule in (YamlSequenceNode)group["rules"])
                yield return new($"{rule["alert"]}", $"{rule["expr"]}", $"{rule["annotations"]["runbook"]}", $"{rule["labels"]["severity"]}");
    }

    private static IEnumerable<string> Panels()
    {
        using var dashboard = JsonDocument.Parse(Checkout.Read("deploy/grafana/screenops.json"));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("targets", out _)).SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!)];
    }

    [GeneratedRegex(@"\b(screenops|http|aspnetcore|db|dotnet|kestrel)_[a-z0-9_]+")]
    private static partial Regex Name();

    [GeneratedRegex("^## (ScreenOps[A-Za-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
