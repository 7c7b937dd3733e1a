using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>
/// The keys with which a desk's device seals what it keeps on its disk, one for each site of a round, so that what lies there is of no use without them. They are made from a secret in the
/// key folder and stand nowhere: a server that shares the folder gives the same ones. See decision 0019.
/// </summary>
internal sealed class DeskKeys(DataFolder folder)
{
    private const int Bytes = 32;
    private readonly byte[] secret = folder.Secret("desk", Bytes);

    /// <summary>Of the roster: given while the round is open, and never after.</summary>
    public string Roster(string district, int round, string site) => Of("roster", district, round, site);

    /// <summary>Of what was done without network: given to whoever still has something to send, as long as the round takes it.</summary>
    public string Outbox(string district, int round, string site) => Of("outbox", district, round, site);

    // A line break is in no code of a district or a site.
    private string Of(string what, string district, int round, string site) =>
        Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}\n{district}\n{round}\n{site}"))));
}
