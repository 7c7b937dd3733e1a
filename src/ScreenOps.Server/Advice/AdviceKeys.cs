using StackExchange.Redis;

namespace ScreenOps.Server.Advice;

/// <summary>What advice keeps in Redis, in the district's slot. It may be thrown away at any moment: then those who walk just now are not counted in.</summary>
internal static class AdviceKeys
{
    /// <summary>hash: site|unix minute → people who were told to go there and are due then. Ends an hour after the last was told.</summary>
    public static RedisKey OnTheirWay(string district, int round) => $"screenops:ways:{{{district}}}:{round}";
}
