using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace ScreenOps.Server.Operating;

/// <summary>Redis holds a fold that can be thrown away: that it answers, is not thrown away all the time, and takes no work for keeping it.</summary>
internal static class RedisCheck
{
    public const string Area = "redis", Setting = "ConnectionStrings__Redis";
    private const int LeastVersion = 6, PatienceMilliseconds = 3000;

    /// <param name="Info">What INFO tells, by its names.</param>
    /// <param name="Save">When it writes a snapshot; null: it does not tell.</param>
    public sealed record State(string At, IReadOnlyDictionary<string, string> Info, string? Save, DateTime Clock);

    public static async Task<(IReadOnlyList<State> Nodes, Finding? Fault)> Ask(string connection, CancellationToken cancel)
    {
        ConfigurationOptions to;
        try
        {
            to = ConfigurationOptions.Parse(connection);
        }
        catch (ArgumentException e)
        {
            return ([], Finding.Wrong(Area, $"{Setting} cannot be read: {e.Message}", $"Write {Setting}=redis.example:6379,password=…."));
        }
        (to.AbortOnConnectFail, to.ConnectRetry, to.ConnectTimeout, to.SyncTimeout, to.AsyncTimeout, to.AllowAdmin) = (true, 1, PatienceMilliseconds, PatienceMilliseconds, PatienceMilliseconds, true);
        try
        {
            await using var line = await ConnectionMultiplexer.ConnectAsync(to).WaitAsync(cancel);
            var nodes = new List<State>();
            foreach (var server in line.GetServers().Where(s => s.IsConnected)) nodes.Add(await Read(server));
            return (nodes, null);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return ([], Why(e, string.Join(", ", to.EndPoints.Select(Name))));
        }
    }

    private static string Name(EndPoint at) => at is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{at}";

    private static Finding Why(Exception e, string at)
    {
        var (failure, told) = ((e as RedisConnectionException)?.FailureType, $"{e.Message} {e.InnerException?.Message}");
        if (failure == ConnectionFailureType.AuthenticationFailure || told.Contains("NOAUTH", StringComparison.Ordinal) || told.Contains("WRONGPASS", StringComparison.Ordinal))
            return Finding.Wrong(Area, $"Redis at {at} does not take the password, or wants one.", $"Write ,password=… behind the address in {Setting}; it is requirepass (or the user's in the ACL file) of that Redis.");
        return failure == ConnectionFailureType.UnableToResolvePhysicalConnection
            ? Finding.Wrong(Area, $"The name in {at} leads to no machine.", $"Write another into {Setting}, or mend the name (/etc/hosts, DNS).")
            : Finding.Wrong(Area, $"Redis at {at} does not answer within {PatienceMilliseconds / 1000} s.", $"Start it (systemctl start redis), have it listen at that address (bind), let this machine through the firewall, or name another in {Setting}.");
    }

    private static async Task<State> Read(IServer server)
    {
        var info = Parts(await server.InfoRawAsync());
        if (info.GetValueOrDefault("cluster_enabled") == "1")
            foreach (var (name, value) in Parts((string?)await server.ExecuteAsync("CLUSTER", "INFO"))) info[name] = value;
        string? save = null;
        try
        {
            save = (await server.ConfigGetAsync("save")).Select(c => c.Value).FirstOrDefault();
        }
        catch (RedisServerException)
        {
            // One that keeps its configuration to itself; the rest is told by INFO.
        }
        return new(Name(server.EndPoint), info, save, await server.TimeAsync());
    }

    private static Dictionary<string, string> Parts(string? told) =>
        (told ?? "").Split('\n').Select(l => l.TrimEnd('\r').Split(':', 2)).Where(p => p.Length == 2).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.First()[1]);

    public static IEnumerable<Finding> Judge(IReadOnlyList<State> nodes)
    {
        var found = nodes.Where(n => nodes.Count == 1 || n.Info.GetValueOrDefault("role") != "slave").SelectMany(Faults).ToList();
        if (found.All(f => f.Verdict != Verdict.Wrong)) found.Insert(0, Finding.Good(Area, string.Join("; ", nodes.Select(n => $"version {n.Info.GetValueOrDefault("redis_version")} at {n.At}, {Bytes(n, "used_memory") / 1e6:N1} MB"))));
        return found;
    }

    private static IEnumerable<Finding> Faults(State node)
    {
        string Told(string name) => node.Info.GetValueOrDefault(name) ?? "";
        if (int.TryParse(Told("redis_version").Split('.')[0], out var major) && major < LeastVersion)
            yield return Finding.Wrong(Area, $"Redis {Told("redis_version")} at {node.At} is older than {LeastVersion}; ScreenOps is tested with 7.", "Install a newer one; nothing in it needs to be kept.");
        if (Told("role") == "slave") yield return Finding.Wrong(Area, $"Redis at {node.At} is a replica and takes no writes.", $"Name its master in {Setting}.");
        if (Told("loading") == "1") yield return Finding.Mind(Area, $"Redis at {node.At} is still reading its disk.", "Wait; or have it keep nothing (save \"\", appendonly no): what it holds is folded anew from the ledger.");
        foreach (var finding in Memory(node, Told("maxmemory_policy"))) yield return finding;
        if (Told("rdb_last_bgsave_status") == "err")
            yield return Finding.Wrong(Area, $"Redis at {node.At} could not write its last snapshot and refuses writes therefore.", "Set save \"\" in redis.conf and CONFIG SET save \"\": it needs no snapshot; else give it disk and memory.");
        if (Told("aof_enabled") == "1" || node.Save is { Length: > 0 })
            yield return Finding.Mind(Area, $"Redis at {node.At} writes to disk{(Told("aof_enabled") == "1" ? " (appendonly yes)" : $" (save {node.Save})")} what is folded anew from the ledger anyway: work, and up to twice the memory while it forks.", "Set save \"\" and appendonly no in redis.conf.");
        if (Told("cluster_enabled") == "1" && Told("cluster_state") == "fail") yield return Finding.Wrong(Area, $"The cluster of {node.At} is not whole.", "redis-cli --cluster check says which slots nobody serves; redis-cli --cluster fix gives them to somebody.");
    }

    private static IEnumerable<Finding> Memory(State node, string policy)
    {
        var (most, used) = (Bytes(node, "maxmemory"), Bytes(node, "used_memory"));
        if (policy is not ("" or "noeviction"))
        {
            var (found, cure) = ($"Redis at {node.At} throws keys away when it is full (maxmemory-policy {policy})", "Set maxmemory-policy noeviction in redis.conf, and CONFIG SET maxmemory-policy noeviction now.");
            yield return most > 0 ? Finding.Wrong(Area, $"{found}: each loss stops a district until it is folded anew, and it fills up at {most / 1e6:N0} MB.", cure) : Finding.Mind(Area, $"{found}; it has no limit now, and with the first one each loss would stop a district until it is folded anew.", cure);
        }
        if (most > 0 && used > 0.8 * most) yield return Finding.Mind(Area, $"Redis at {node.At} uses {used / 1e6:N0} of {most / 1e6:N0} MB; full, it refuses writes and senders wait.", "Raise maxmemory, and the machine's memory with it.");
    }

    private static double Bytes(State node, string name) => double.TryParse(node.Info.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
}
