using System.Text;

namespace ScreenOps.Core.CheckIn;

/// <summary>RFC 9285: two bytes are three characters of a QR's alphanumeric set, one left over is two.</summary>
public static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length / 2 * 3 + 2);
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var pair = i + 1 < bytes.Length;
            var n = pair ? bytes[i] * 256 + bytes[i + 1] : bytes[i];
            text.Append(Alphabet[n % 45]).Append(Alphabet[n / 45 % 45]);
            if (pair) text.Append(Alphabet[n / (45 * 45)]);
        }
        return text.ToString();
    }

    /// <summary>Null where a character, the length or the value of a group is none that <see cref="Encode"/> writes.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 3 == 1) return null;
        var bytes = new byte[text.Length / 3 * 2 + text.Length % 3 / 2];
        for (int i = 0, at = 0; i < text.Length; i += 3)
        {
            var (count, n, weight) = (Math.Min(3, text.Length - i), 0, 1);
            foreach (var c in text.Slice(i, count))
            {
                var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
                if (digit < 0) return null;
                n += digit * weight;
                weight *= 45;
            }
            if (n > (count == 3 ? 0xFFFF : 0xFF)) return null;
            if (count == 3) bytes[at++] = (byte)(n >> 8);
            bytes[at++] = (byte)n;
        }
        return bytes;
    }
}
