namespace ScreenOps.Core.CheckIn;

/// <summary>
/// Revoked passes that would still hold, small enough for every tablet: the first 6 bytes of each id, sorted, one after the other. Ids are random, so that
/// another pass begins alike has a chance of one in 2^48 for each in the list: with 130,000 passes and 10,000 revoked (60 kB), 1 in 200,000 that any one of them is
/// taken for revoked. Whoever has a network asks the server, which knows the whole id.
/// </summary>
public sealed class RevokedPasses
{
    public const int IdBytes = 6;
    private readonly byte[] ids;

    private RevokedPasses(byte[] ids) => this.ids = ids;

    public int Count => ids.Length / IdBytes;

    public ReadOnlySpan<byte> Bytes => ids;

    public static RevokedPasses Of(IEnumerable<Guid> passes) => new([.. passes.Select(Begin).Distinct().Order().SelectMany(Written)]);

    /// <summary>Null: no such list.</summary>
    public static RevokedPasses? Read(byte[] ids) => ids.Length % IdBytes == 0 ? new(ids) : null;

    public bool Has(Guid pass)
    {
        var (wanted, low, high) = (Begin(pass), 0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var one = At(middle);
            if (one == wanted) return true;
            if (one < wanted) low = middle + 1;
            else high = middle - 1;
        }
        return false;
    }

    private ulong At(int place) => Number(ids.AsSpan(place * IdBytes, IdBytes));

    private static ulong Begin(Guid pass)
    {
        Span<byte> id = stackalloc byte[16];
        pass.TryWriteBytes(id, bigEndian: true, out _);
        return Number(id[..IdBytes]);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        foreach (var one in bytes) number = number << 8 | one;
        return number;
    }

    private static IEnumerable<byte> Written(ulong begin)
    {
        for (var shift = 8 * (IdBytes - 1); shift >= 0; shift -= 8) yield return (byte)(begin >> shift);
    }
}
