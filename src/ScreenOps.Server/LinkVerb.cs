using System.Net.Http.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;

namespace ScreenOps.Server;

/// <summary><c>link</c>: a new one-time link for somebody who cannot sign in, from the one who may use the machine.</summary>
internal static class LinkVerb
{
    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        var named = Array.IndexOf(args, "--name") is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
        using var http = server.Http();
        using var told = await http.GetAsync("/api/v1/accounts", stop);
        var accounts = (await Good(told).Content.ReadFromJsonAsync<AccountShown[]>(RehearsalApi.Json, stop))!;
        var account = args.Contains("--operator") ? await Operator(http, accounts, stop) : accounts.FirstOrDefault(a => named is null ? a.Grant == Grant.CommandCentre : a.Name == named)
            ?? throw new StartException(named is null ? "There is no account of a command centre; start the server once, which makes one."
                : $"There is no account named {named}. There are: {string.Join(", ", accounts.Select(a => a.Name))}.");
        using var made = await http.PostAsJsonAsync("/api/v1/codes", new { account = account.Id, newPassword = args.Contains("--new-password") }, stop);
        var code = (await Good(made).Content.ReadFromJsonAsync<CodeMade>(RehearsalApi.Json, stop))!;
        await print.WriteLineAsync($"{account.Name} signs in once with {code.Url} until {code.Expires.ToLocalTime():yyyy-MM-dd HH:mm}.");
        return 0;
    }

    private static async Task<AccountShown> Operator(HttpClient http, AccountShown[] accounts, CancellationToken stop)
    {
        if (accounts.FirstOrDefault(a => a is { Grant: Grant.Operator, Disabled: false }) is { } known) return known;
        var made = new AccountShown(Guid.NewGuid(), "operator", Grant.Operator, null);
        using var told = await http.PostAsJsonAsync("/api/v1/accounts", new { made.Id, made.Name, grant = nameof(Grant.Operator) }, stop);
        Good(told);
        return made;
    }

    private static HttpResponseMessage Good(HttpResponseMessage answer) => answer.IsSuccessStatusCode ? answer
        : throw new StartException($"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}; look at the server's log.");
}
