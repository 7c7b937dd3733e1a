using System.Net;
using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Which Redis process answers for a district, each asked once. Another one than was filled may hold less: a replica that took over while it was behind,
/// a process that read what a disk had kept. A slot that was moved lies in another one too, and is then folded once for nothing.
/// </summary>
internal sealed class LivePlace(IConnectionMultiplexer redis)
{
    private readonly Dictionary<EndPoint, string> asked = [];

    /// <summary>Its run id; empty where Redis does not tell.</summary>
    public async Task<string> Of(CountingKeys keys)
    {
        var server = Owner(keys.Epoch);
        if (asked.TryGetValue(server.EndPoint, out var known)) return known;
        return asked[server.EndPoint] = await RunId(server);
    }

    /// <summary>RedisException while no connection leads to it, as everything else says then.</summary>
    private IServer Owner(RedisKey key)
    {
        try
        {
            return redis.GetServer(key, flags: CommandFlags.DemandMaster);
        }
        catch (InvalidOperationException e)
        {
            throw new RedisException("No connection leads to the Redis that holds this district; it is tried again.", e);
        }
    }

    private static async Task<string> RunId(IServer server)
    {
        try
        {
            return (await server.InfoAsync("server")).SelectMany(g => g).FirstOrDefault(p => p.Key == "run_id").Value ?? "";
        }
        catch (RedisServerException e) when (e.Kind is RedisErrorKind.NoPermission or RedisErrorKind.UnknownCommand)
        {
            // Where INFO is kept from us, the ledger's last order still tells of what was committed and is missing.
            return "";
        }
    }
}
