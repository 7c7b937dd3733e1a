using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary><c>pass-keys</c>: shows, changes and drops the keys that passes are signed with, in the key folder itself, so that it works beside running servers and without one.</summary>
internal static class PassKeysVerb
{
    public static async Task<int> Run(string[] args, string folder, TextWriter print)
    {
        using var keys = PassKeys.InFolder(folder);
        switch (args)
        {
            case []: break;
            case ["new", ..]:
                PassKeys.Write(folder, [PassKey.Make(), .. keys.All]);
                break;
            case ["drop", { } id, ..] when keys.All.Skip(1).Any(k => k.IdText == id):
                PassKeys.Write(folder, keys.All.Where((k, i) => i == 0 || k.IdText != id));
                break;
            case ["drop", { } id, ..]:
                throw new StartException(keys.Signer.IdText == id ? $"The key {id} signs; make a new one first (pass-keys new)." : $"There is no key {id}; pass-keys lists them.");
            default:
                throw new StartException("pass-keys takes nothing, new, or drop and the id of a key.");
        }
        using var now = PassKeys.InFolder(folder);
        for (var i = 0; i < now.All.Count; i++) await print.WriteLineAsync($"{now.All[i].IdText}  {(i == 0 ? "signs" : "verifies; drop it when the last pass it signed is over")}");
        return 0;
    }
}
