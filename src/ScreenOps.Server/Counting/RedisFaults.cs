using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

internal static class RedisFaults
{
    /// <summary>
    /// Worth running again in a moment: an answer was lost, or a cluster is being rearranged. While a slot is moved its keys are split between two nodes, and a script that
    /// names several is told to try again; a node that just took over knows no scripts yet.
    /// </summary>
    public static bool Passes(this Exception e) => e is RedisTimeoutException or RedisConnectionException or RedisServerException
    {
        Kind: RedisErrorKind.TryAgain or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown or RedisErrorKind.Loading
            or RedisErrorKind.ReadOnly or RedisErrorKind.NoScript or RedisErrorKind.ExecAbort or RedisErrorKind.UnknownRedirectTarget,
    };
}
