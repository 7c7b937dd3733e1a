using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScreenOps.Core.CheckIn;

/// <summary>
/// Proof that somebody stands before a site's screen: a code in the address of its QR that changes every few seconds, keyed (HMAC-SHA-256) to district, site and
/// time, so nobody makes one without the servers' key. Whoever scanned in time holds a stamp, since filling in a form takes longer.
/// </summary>
public static class PresenceCode
{
    /// <summary>How long a screen shows a code.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    /// <summary>How long before its time a code is taken: a screen's clock may be so far ahead.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after its time a code is taken: room for a slow line and somebody's fingers. With <see cref="Step"/> it makes half a minute, so that a photo of a code that was shown as
    /// early as it is taken is dead a minute later.
    /// </summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    /// <summary>How long after the scan a ticket may be asked for.</summary>
    public static readonly TimeSpan StampLife = TimeSpan.FromMinutes(15);

    private const int Length = 8, MacBytes = 12;
    // Crockford's: no letter that is taken for a digit.
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The code that a screen shows at this moment; it begins at a whole multiple of <see cref="Step"/>.</summary>
    public static string At(ReadOnlySpan<byte> key, string district, string site, DateTimeOffset moment) => Of(key, district, site, StepOf(moment));

    public static bool Holds(ReadOnlySpan<byte> key, string district, string site, string code, DateTimeOffset now)
    {
        var holds = false;
        for (var step = StepOf(now - Late); step <= StepOf(now + Early); step++) holds |= Same(Of(key, district, site, step), code);
        return holds;
    }

    /// <summary>Given for a code that held.</summary>
    public static string Stamp(ReadOnlySpan<byte> key, string district, string site, DateTimeOffset now)
    {
        var until = (now + StampLife).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{until}.{Mac(key, district, site, until)}");
    }

    public static bool StampHolds(ReadOnlySpan<byte> key, string district, string site, string stamp, DateTimeOffset now) =>
        stamp.Split('.') is [var end, var mac] && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var until) && now.ToUnixTimeSeconds() < until && Same(Mac(key, district, site, until), mac);

    private static long StepOf(DateTimeOffset moment) => (long)Math.Floor(moment.ToUnixTimeMilliseconds() / Step.TotalMilliseconds);

    private static string Of(ReadOnlySpan<byte> key, string district, string site, long step)
    {
        var bits = BinaryPrimitives.ReadUInt64BigEndian(Hash(key, "code", district, site, step));
        return string.Create(Length, bits, (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Letters[(int)(from >> 5 * i) & 31];
        });
    }

    private static string Mac(ReadOnlySpan<byte> key, string district, string site, long until) => System.Buffers.Text.Base64Url.EncodeToString(Hash(key, "stamp", district, site, until).AsSpan(0, MacBytes));

    // A line break is in no code of a district or a site.
    private static byte[] Hash(ReadOnlySpan<byte> key, string what, string district, string site, long time) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}\n{district}\n{site}\n{time}")));

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
