using System.Buffers.Binary;
using System.Globalization;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// What hangs at a post for its people: six digits of a round and site that only this district's servers can work out. Typed or scanned they say that
/// somebody is there, or was told by somebody who is; the residents' poster does not carry them.
/// </summary>
internal sealed class PostCodes(Vault vault)
{
    public string Of(string district, int round, string site) =>
        (BinaryPrimitives.ReadUInt64BigEndian(vault.Index($"post:{district}:{round}:{site}")) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}
