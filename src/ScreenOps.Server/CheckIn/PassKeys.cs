using System.Security.Cryptography;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>
/// The keys of passes: the file "passes" in the key folder, PKCS#8 in PEM, made on the first start. The first key in it signs; passes signed by the others still hold,
/// so a new key is put before the old one.
/// </summary>
internal sealed class PassKeys : IDisposable
{
    private const string Begin = "-----BEGIN";

    private PassKeys(IReadOnlyList<PassKey> all) => All = all;

    /// <summary>Known here: what one of them signed is real.</summary>
    public IReadOnlyList<PassKey> All { get; }

    public PassKey Signer => All[0];

    public static PassKeys InFolder(string folder)
    {
        var file = Path.Combine(folder, "passes");
        if (!File.Exists(file))
        {
            using var made = PassKey.Make();
            DataFolder.WriteSecret(file, made.Secret(), first: true);
        }
        var parts = File.ReadAllText(file).Split(Begin, StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var keys = parts.Select(p => PassKey.Read(Begin + p)).ToList();
            if (keys.Count > 0 && !keys.Contains(null)) return new([.. keys.Select(k => k!)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unreadable(file, e);
        }
        throw Unreadable(file, null);
    }

    private static StartException Unreadable(string file, Exception? inner) =>
        new($"The key file {file} does not hold private P-256 keys (PKCS#8, PEM). Restore it from a backup, or take it away: the next start makes a new key, and every pass is issued anew.", inner);

    public void Dispose()
    {
        foreach (var key in All) key.Dispose();
    }
}
