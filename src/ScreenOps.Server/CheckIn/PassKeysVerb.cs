using System.Net.Http.Json;
using System.Text.Json;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary><c>pass-keys</c>: shows, changes and drops the keys that passes are signed with, by the running server, so that each change stands in the audit trail.</summary>
internal static class PassKeysVerb
{
    private const string Keys = "/api/v1/passes/keys";

    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        switch (args)
        {
            case []: break;
            case ["new"]: using (var added = await http.PostAsync(Keys, null, stop)) await Answers.Good(added, stop); break;
            case ["drop", { } id]: using (var dropped = await http.DeleteAsync($"{Keys}/{Uri.EscapeDataString(id)}", stop)) await Answers.Good(dropped, stop); break;
            default: throw new StartException("pass-keys takes nothing, new, or drop and the id of a key.");
        }
        using var told = await http.GetAsync(Keys, stop);
        var set = await (await Answers.Good(told, stop)).Content.ReadFromJsonAsync<JsonElement>(stop);
        foreach (var (i, key) in set.GetProperty("keys").EnumerateArray().Index()) await print.WriteLineAsync($"{key.GetProperty("kid").GetString()}  {(i == 0 ? "signs" : "verifies; drop it when the last pass it signed is over")}");
        return 0;
    }
}
