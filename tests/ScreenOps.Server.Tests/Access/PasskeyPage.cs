using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScreenOps.Server.Access;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>One browser with its cookies, at a page of a server whose public name is board.example.</summary>
internal sealed class PasskeyPage : IDisposable
{
    public const string Address = "https://board.example", Phone = "13900000001", Password = "three blind mice";
    private readonly HttpClient http;

    public PasskeyPage(TestServer server, string origin = Address)
    {
        http = new(new HttpClientHandler { CookieContainer = Cookies }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Origin", origin);
        http.DefaultRequestHeaders.Add("X-ScreenOps", "1");
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http => http;

    public static Task<TestServer> Serve(BoardDistrict district, params string[] more) => district.Server(0, ["--Access:Recheck=00:00:01", "--Access:PasskeysPerMinute=1000", "--Access:PasswordsPerMinute=1000", $"--ScreenOps:PublicUrl={Address}", .. more]);

    /// <summary>An account with a password.</summary>
    public static async Task<Guid> Person(TestServer server, string district, string phone = Phone, Grant grant = Grant.CommandCentre)
    {
        var (accounts, id) = (server.Get<Accounts>(), Guid.NewGuid());
        await accounts.Add(new(id, district, "Li", grant, grant is Grant.Desk ? "S1" : null, Guid.Empty, false), phone, default);
        await accounts.ChangePassword(id, null, Password, default);
        return id;
    }

    public async Task SignIn(string phone = Phone) => Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/api/v1/session", new { phone, password = Password })).StatusCode);

    public Task SignOut() => http.DeleteAsync("/api/v1/session");

    public async Task<JsonElement> Ask(string path)
    {
        using var answer = await http.PostAsync($"/api/v1/session/{path}/begin", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("options");
    }

    public Task<HttpResponseMessage> Send(object credential) => http.PostAsJsonAsync("/api/v1/session/passkey", new { credential });

    public Task<HttpResponseMessage> SendNew(object credential, string name = "phone") => http.PostAsJsonAsync("/api/v1/session/passkeys", new { credential, name });

    /// <summary>Adds the passkey to whoever is signed in.</summary>
    public async Task Add(SoftPasskey passkey)
    {
        using var answer = await SendNew(passkey.Make(await Ask("passkeys")));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Signs in by a passkey that counts on.</summary>
    public async Task<HttpResponseMessage> Enter(SoftPasskey passkey, bool spoil = false)
    {
        passkey.Count++;
        return await Send(passkey.Prove(await Ask("passkey"), spoil));
    }

    public async Task<HttpStatusCode> Session() => (await http.GetAsync("/api/v1/session")).StatusCode;

    /// <summary>All that an answer tells.</summary>
    public static async Task<string> Said(HttpResponseMessage answer) => $"{(int)answer.StatusCode} {Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", "")}";

    public void Dispose() => http.Dispose();
}
