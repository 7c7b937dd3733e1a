using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <param name="From">Unix milliseconds from which the screen shows it, until the next one's.</param>
/// <param name="Qr">Its address as an SVG.</param>
internal sealed record PresenceShown(long From, string Url, string Qr);

/// <summary>Whether a district wants its residents to scan the code on the site's screen, and whether somebody did.</summary>
internal sealed class Presence
{
    private const int KeyBytes = 32;
    private readonly NpgsqlDataSource postgres;
    private readonly TimeProvider time;
    private readonly byte[] key;
    // Wrapped, since what is held is an object.
    private readonly Held<string, Rule> rules;

    private sealed record Rule(bool Required);

    public Presence(NpgsqlDataSource postgres, DataFolder folder, TimeProvider time)
    {
        (this.postgres, this.time, key) = (postgres, time, folder.Secret("presence", KeyBytes));
        rules = new(async (district, limit) =>
        {
            await using var connection = await postgres.OpenConnectionAsync(limit);
            return new Rule(await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select presence from districts where code = @district", new { district }, cancellationToken: limit)));
        }, time);
    }

    public async ValueTask<bool> Required(string district) => (await rules.Get(district)).Required;

    /// <summary>Other servers go by it within a second.</summary>
    public async Task Require(string district, bool required, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("update districts set presence = @required where code = @district", new { district, required }, cancellationToken: cancel));
        rules.Forget(d => d == district);
    }

    /// <summary>What the site's screen shows from now on, so many after each other: it goes on while the network is away.</summary>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="link">The address that carries a code.</param>
    public IReadOnlyList<PresenceShown> Codes(string district, string site, long now, int count, Func<string, string> link)
    {
        var step = (long)PresenceCode.Step.TotalMilliseconds;
        var first = now / step;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var from = (first + i) * step;
            var url = link(PresenceCode.At(key, district, site, DateTimeOffset.FromUnixTimeMilliseconds(from)));
            return new PresenceShown(from, url, Qr.Of(url, QRCoder.QRCodeGenerator.ECCLevel.M).Svg());
        })];
    }

    /// <summary>Null: the code is over, of another site or none.</summary>
    public string? Stamp(string district, string site, string code) =>
        PresenceCode.Holds(key, district, site, code, time.GetUtcNow()) ? PresenceCode.Stamp(key, district, site, time.GetUtcNow()) : null;

    public bool Proves(string district, string site, string? stamp) => stamp is not null && PresenceCode.StampHolds(key, district, site, stamp, time.GetUtcNow());
}
