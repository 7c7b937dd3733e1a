using System.Security.Cryptography;
using System.Text.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>
/// The files of the key folder. A backup holds them only sealed with a passphrase (AES-256-GCM, the key from PBKDF2-SHA-256): whoever finds a backup must not find with it what opens it.
/// </summary>
internal static class KeyFiles
{
    public const string Variable = "SCREENOPS_BACKUP_PASSPHRASE", Option = "--passphrase-file";
    private const int Rounds = 600_000, SaltBytes = 16, NonceBytes = 12, TagBytes = 16, KeyBytes = 32, LeastLetters = 12;

    /// <summary>By their paths in the folder. What the server makes anew by itself (its own https certificate) goes along and is asked for by nobody.</summary>
    public static IReadOnlyDictionary<string, byte[]> Read(string folder) => !Directory.Exists(folder) ? new Dictionary<string, byte[]>()
        : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);

    public static IReadOnlyDictionary<string, string> Hashes(IReadOnlyDictionary<string, byte[]> files) => files.ToDictionary(f => f.Key, f => Convert.ToHexString(SHA256.HashData(f.Value)));

    /// <summary>Whether a restore needs this very file.</summary>
    public static bool IsNeeded(string name) => !name.StartsWith("https.", StringComparison.Ordinal);

    /// <summary>From the file that is named, else from the environment; null: none was given.</summary>
    public static string? Passphrase(string? file, IConfiguration configuration)
    {
        string? said;
        try
        {
            said = file is not null ? File.ReadAllText(file).TrimEnd('\r', '\n') : configuration[Variable];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The passphrase cannot be read: {e.Message} Name a file that holds it with {Option}, or set {Variable}.", e);
        }
        if (string.IsNullOrEmpty(said)) return null;
        return said.Length >= LeastLetters ? said : throw new StartException($"The passphrase has {said.Length} letters; {LeastLetters} are the least, since who has the backup may try as many as they like.");
    }

    /// <summary>salt, nonce, tag, cipher text.</summary>
    public static byte[] Seal(IReadOnlyDictionary<string, byte[]> files, string passphrase)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(files);
        var box = new byte[SaltBytes + NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, SaltBytes + NonceBytes));
        using var aes = new AesGcm(Key(passphrase, box), TagBytes);
        aes.Encrypt(Nonce(box), plain, box.AsSpan(SaltBytes + NonceBytes + TagBytes), Tag(box));
        return box;
    }

    public static IReadOnlyDictionary<string, byte[]> Open(byte[] box, string passphrase)
    {
        try
        {
            var plain = new byte[box.Length - SaltBytes - NonceBytes - TagBytes];
            using var aes = new AesGcm(Key(passphrase, box), TagBytes);
            aes.Decrypt(Nonce(box), box.AsSpan(SaltBytes + NonceBytes + TagBytes), Tag(box), plain);
            return JsonSerializer.Deserialize<Dictionary<string, byte[]>>(plain)!;
        }
        catch (CryptographicException e)
        {
            throw new StartException("The passphrase is not the one that the keys of this backup were sealed with.", e);
        }
    }

    /// <summary>Readable by their owner only; a file that has another content is put aside beside it.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, byte[]> files, string aside)
    {
        foreach (var (name, content) in files)
        {
            var file = Path.GetFullPath(Path.Combine(folder, name));
            if (!file.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new StartException($"The backup names the key file {name}, which lies outside the key folder; it was not made by ScreenOps.");
            if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(content)) continue;
            if (File.Exists(file)) File.Move(file, $"{file}.{aside}");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var written = new FileStream(file, options);
            written.Write(content);
        }
    }

    private static byte[] Key(string passphrase, byte[] box) => Rfc2898DeriveBytes.Pbkdf2(passphrase, box.AsSpan(0, SaltBytes), Rounds, HashAlgorithmName.SHA256, KeyBytes);

    private static Span<byte> Nonce(byte[] box) => box.AsSpan(SaltBytes, NonceBytes);

    private static Span<byte> Tag(byte[] box) => box.AsSpan(SaltBytes + NonceBytes, TagBytes);
}
