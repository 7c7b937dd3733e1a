using System.Net.Http.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary><c>vault-keys</c>: shows, changes and drops the keys that personal data is sealed with, by the running server, which knows what each still seals.</summary>
internal static class VaultKeysVerb
{
    private const string Keys = "/api/v1/vault/keys", MasterKey = "/api/v1/vault/master";

    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        switch (args)
        {
            case []: break;
            case ["new"]: using (var added = await http.PostAsync(Keys, null, stop)) await Answers.Good(added, stop); break;
            case ["drop", { } id]: using (var dropped = await http.DeleteAsync($"{Keys}/{Uri.EscapeDataString(id)}", stop)) await Answers.Good(dropped, stop); break;
            case ["master"]: return await Master(http, print, stop);
            case ["master", "end"]:
                using (var ended = await http.PostAsync($"{MasterKey}/end", null, stop)) await Answers.Good(ended, stop);
                await print.WriteLineAsync("The old master key opens nothing any more.");
                return 0;
            default: throw new StartException("vault-keys takes nothing, new, drop and the id of a key, master, or master end.");
        }
        using var told = await http.GetAsync(Keys, stop);
        foreach (var key in (await (await Answers.Good(told, stop)).Content.ReadFromJsonAsync<VaultKeyShown[]>(stop))!) await print.WriteLineAsync($"{key.Id}  made {key.Made:yyyy-MM-dd}  {Words(key)}");
        return 0;
    }

    private static async Task<int> Master(HttpClient http, TextWriter print, CancellationToken stop)
    {
        using var changed = await http.PostAsync(MasterKey, null, stop);
        var next = (await (await Answers.Good(changed, stop)).Content.ReadFromJsonAsync<MasterShown>(stop))!.Next;
        await print.WriteLineAsync(next is null ? "The ring has a new master key, and the old one opens nothing any more. Backups made before open with the old one, which they hold."
            : $"The new master key is {next}. Put it where ScreenOps__MasterKeyFile names it, on every server, start them anew one after the other, then: vault-keys master end.");
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
