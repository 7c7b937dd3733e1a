using System.Text.Json;

namespace ScreenOps.Server.Platform;

/// <summary>What a running server leaves in its data folder for the verbs: where it is, and a token; readable by its owner only.</summary>
internal sealed record ServerAddress(Uri Url, string Token)
{
    private const string File = "server.json";

    public void Write(string folder) => DataFolder.WriteSecret(Path.Combine(folder, File), JsonSerializer.Serialize(this));

    public static ServerAddress? Read(string folder)
    {
        var path = Path.Combine(Path.GetFullPath(folder), File);
        return System.IO.File.Exists(path) ? JsonSerializer.Deserialize<ServerAddress>(System.IO.File.ReadAllText(path)) : null;
    }
}
