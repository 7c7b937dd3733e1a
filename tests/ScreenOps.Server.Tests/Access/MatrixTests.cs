using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;
using ScreenOps.Server.Tests.Tidy;

namespace ScreenOps.Server.Tests.Access;

/// <summary>Every grant on every route and hub method, against the table in matrix.txt: a route that is not in it, and a cell that is otherwise, fail.</summary>
public sealed class MatrixTests(RealEngines engines) : IDisposable
{
    /// <summary>The columns of the table: nobody, then every grant there is.</summary>
    private static readonly string[] Columns = ["Nobody", .. Enum.GetNames<Grant>()];

    private const string Table = "tests/ScreenOps.Server.Tests/Access/matrix.txt";
    private readonly string keys = Directory.CreateTempSubdirectory("screenops-matrix-").FullName;

    [Fact]
    public async Task Every_grant_reaches_what_the_table_says_and_nothing_else()
    {
        var written = Checkout.Read(Table).Split('\n').Where(l => l.Length > 0 && l[0] is not ('#' or ' ')).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(w => $"{w[0]} {w[1]}", w => w[2]);
        var found = await Found();
        var wrong = found.Where(f => written.GetValueOrDefault(f.Key) != f.Value).Select(f => $"{f.Key}: the table says {written.GetValueOrDefault(f.Key) ?? "nothing"}, the server {f.Value}")
            .Concat(written.Keys.Except(found.Keys).Select(k => $"{k} is in the table and not in the server")).ToList();
        Assert.True(wrong.Count == 0, $"{string.Join('\n', wrong)}\nThe columns are {string.Join(' ', Columns)}. Where the server is right, the lines are:\n{Lines(found)}");
        Assert.True(found.Count > 100 && found.Values.All(v => v.Length == Columns.Length));
    }

    private async Task<SortedDictionary<string, string>> Found()
    {
        var district = await BoardDistrict.Make(engines);
        // Keys of its own, since an operator may change them; limits out of the way, since all come from one address.
        await using var server = await district.Server(0, $"--ScreenOps:KeyFolder={keys}", "--Access:PasswordsPerMinute=100000", "--Access:CodesPerMinute=100000", "--Access:PasskeysPerMinute=100000", "--Access:PublicPerMinute=1000000", "--CheckIn:TicketsPerMinute=1000000", "--CheckIn:LookupsPerMinute=100000");
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tokens = new List<string?>();
        foreach (var column in Columns) tokens.Add(await Token(server, district, column));
        var routes = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(r => r.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (Method: m, Path: "/" + r.RoutePattern.RawText!.TrimStart('/').TrimEnd('/'))));
        await Parallel.ForEachAsync(routes, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, cancel) =>
        {
            var cells = new StringBuilder();
            foreach (var token in tokens) cells.Append(await Cell(server, token, route.Method, route.Path));
            lock (found) found[$"{route.Method} {route.Path}"] = cells.ToString();
        });
        foreach (var (name, act) in Hub)
        {
            var cells = new StringBuilder();
            foreach (var token in tokens) cells.Append(await Cell(server, token, act));
            found[$"HUB {name}"] = cells.ToString();
        }
        return found;
    }

    /// <summary>Every method of the hub, with what it can be asked for.</summary>
    private static readonly Dictionary<string, Func<HubConnection, Task>> Hub = new()
    {
        ["Taken"] = line => line.InvokeAsync("Taken", 0), ["Send"] = line => line.Tell(BoardDistrict.Command(1, CountKind.Arrived, 1)), ["Watch(district)"] = line => line.Watch("district"), ["Watch(site:S1)"] = line => line.Watch("site:S1"),
        ["Watch(site:S2)"] = line => line.Watch("site:S2"), ["Watch(staffing)"] = line => line.InvokeAsync("Watch", "staffing"), ["Watch(city)"] = line => line.Watch("city"),
    };

    [Fact]
    public void The_table_asks_for_every_method_of_the_hub() => Assert.Equal(
        typeof(LiveHub).GetMethods().Where(m => m.DeclaringType == typeof(LiveHub) && !m.IsSpecialName && m.GetBaseDefinition() == m).Select(m => m.Name).Order(), Hub.Keys.Select(k => k.Split('(')[0]).Distinct().Order());

    /// <summary>Sites and desks are those of S1; a member is one of the roster.</summary>
    private static async Task<string?> Token(TestServer server, BoardDistrict district, string column)
    {
        switch (column)
        {
            case "Nobody": return null;
            case nameof(Grant.Device): return await server.Tablet(district.Code, Guid.NewGuid());
            case nameof(Grant.Member):
                var member = await district.Ask<Guid>($"insert into members (district, name, phone_index, phone_sealed, roles, village) values (@code, 'One', 'x', '\\x{Convert.ToHexString(server.Get<Vault>().Seal("13800000001"))}', array['Sampler'], 'V') returning id");
                return server.Get<ServerToken>().For((await server.Get<Accounts>().Find((await server.Get<Accounts>().ForMember(district.Code, member, default))!.Value, default))!.Principal());
            default:
                var grant = Enum.Parse<Grant>(column);
                return await server.AtSite(grant, grant.OfAllDistricts() ? null : district.Code, grant is Grant.SiteLead or Grant.Desk ? "S1" : null);
        }
    }

    /// <summary>+ let in, - signed in and refused, 0 told to sign in. What is asked for does not exist and what is sent is of no use, so that whoever is let in changes nothing.</summary>
    private static async Task<char> Cell(TestServer server, string? token, string method, string path)
    {
        using var http = server.Http(token);
        using var ask = new HttpRequestMessage(new(method), Filled(path));
        if (method is "POST" or "PUT") ask.Content = new StringContent("[]", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead);
        Assert.True((int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{method} {path} answered {(int)answer.StatusCode}");
        // A wrong password is told so by the route itself.
        if (answer.StatusCode == HttpStatusCode.Unauthorized) return path is "/api/v1/session" or "/api/v1/session/code" && method == "POST" ? '+' : '0';
        return answer.StatusCode == HttpStatusCode.Forbidden ? '-' : '+';
    }

    private static async Task<char> Cell(TestServer server, string? token, Func<HubConnection, Task> act)
    {
        try
        {
            await using var line = await server.Line(token ?? "");
            await act(line);
            return '+';
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
        {
            return '0';
        }
        catch (HubException)
        {
            return '-';
        }
    }

    private static string Filled(string path)
    {
        path = path.Replace("{site}", "S1", StringComparison.Ordinal).Replace(":int}", "}", StringComparison.Ordinal).Replace(":guid}", "}", StringComparison.Ordinal);
        // A site that is there; a round, a person and a thing that are not.
        foreach (var (name, value) in new[] { ("{code}", path.Contains("boxes", StringComparison.Ordinal) ? "NOBOX" : "S9"), ("{barcode}", "NOTUBE"), ("{hour:long}", "99"), ("{shift}", "Z"), ("{round}", "99") }) path = path.Replace(name, value, StringComparison.Ordinal);
        var guids = path.Contains("members/", StringComparison.Ordinal) || path.Contains("accounts/", StringComparison.Ordinal) || path.Contains("residents/", StringComparison.Ordinal) || path.Contains("devices/", StringComparison.Ordinal) || path.Contains("passkeys/", StringComparison.Ordinal)
            || path.Contains("imports/", StringComparison.Ordinal) || path.Contains("askings/", StringComparison.Ordinal) || path.Contains("handovers/", StringComparison.Ordinal);
        path = path.Replace("{id}", guids ? Guid.NewGuid().ToString() : "99", StringComparison.Ordinal);
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at) path = path[..at] + Guid.NewGuid() + path[(path.IndexOf('}', at) + 1)..];
        return path;
    }

    private static string Lines(SortedDictionary<string, string> found) => string.Join('\n', found.Select(f => $"{f.Key} {f.Value}"));

    public void Dispose() => Directory.Delete(keys, recursive: true);
}
