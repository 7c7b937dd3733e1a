using System.Net.Http.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary><c>vault-keys</c>: shows, changes and drops the keys that personal data is sealed with, by the running server, which knows what each still seals.</summary>
internal static class VaultKeysVerb
{
    private const string Keys = "/api/v1/vault/keys";

    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        switch (args)
        {
            case []: break;
            case ["new"]: using (var added = await http.PostAsync(Keys, null, stop)) await Answers.Good(added, stop); break;
            case ["drop", { } id]: using (var dropped = await http.DeleteAsync($"{Keys}/{Uri.EscapeDataString(id)}", stop)) await Answers.Good(dropped, stop); break;
            default: throw new StartException("vault-keys takes nothing, new, or drop and the id of a key.");
        }
        using var told = await http.GetAsync(Keys, stop);
        foreach (var key in (await (await Answers.Good(told, stop)).Content.ReadFromJsonAsync<VaultKeyShown[]>(stop))!) await print.WriteLineAsync($"{key.Id}  made {key.Made:yyyy-MM-dd}  {Words(key)}");
        return 0;
    }

    private static string Words(VaultKeyShown key) => key switch
    {
        { Seals: false } => "opens; drop it when everything is sealed anew",
        { Reseal: { EndedAt: { } ended } } => $"seals; everything was sealed with it by {ended:yyyy-MM-dd HH:mm} UTC",
        { Reseal: { } r } => $"seals; {r.Done:N0} of {r.Total:N0} rows are sealed anew",
        _ => "seals; sealing anew begins in a moment",
    };
}
