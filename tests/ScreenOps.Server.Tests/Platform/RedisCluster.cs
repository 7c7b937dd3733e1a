namespace ScreenOps.Server.Tests.Platform;

/// <summary>
/// A Redis Cluster of three masters, each with a third of the slots and a replica of its own. Tests that break it run alone, and heal it before they end.
/// </summary>
public sealed class RedisCluster : IAsyncDisposable
{
    public const int Slots = 16384;
    private const int Masters = 3;
    private readonly List<RedisNode> nodes = [];
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-cluster-").FullName;

    /// <summary>As a connection string names it: any nodes of it, a client finds the rest.</summary>
    public string Address => string.Join(',', nodes.Take(Masters).Select(n => n.Address));

    public static async Task<RedisCluster> Start()
    {
        var cluster = new RedisCluster();
        try
        {
            cluster.nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, 2 * Masters).Select(_ => RedisNode.Start(cluster.Settings))));
            await cluster.Form();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private string[] Settings(int port) =>
    [
        "--cluster-enabled", "yes", "--cluster-port", $"{RedisNode.FreePort()}", "--cluster-config-file", Path.Combine(folder, $"{port}.conf"), "--dir", folder,
        "--cluster-require-full-coverage", "no", "--cluster-node-timeout", "5000", "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0",
    ];

    /// <summary>As redis-cli --cluster create does, without its waits.</summary>
    private async Task Form()
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            await nodes[i].Tell("cluster", "set-config-epoch", $"{i + 1}");
            if (i < Masters) await nodes[i].Tell("cluster", "addslotsrange", $"{Slots * i / Masters}", $"{Slots * (i + 1) / Masters - 1}");
        }
        foreach (var node in nodes.Skip(1)) await nodes[0].Tell("cluster", "meet", "127.0.0.1", $"{node.Port}", await BusPort(node));
        await Whole();
        for (var i = 0; i < Masters; i++) await nodes[Masters + i].Tell("cluster", "replicate", await nodes[i].Tell("cluster", "myid"));
        await Whole(replicas: Masters);
    }

    private async Task<string> BusPort(RedisNode node) => (await node.Tell("config", "get", "cluster-port")).Split('\n')[^1].Trim();

    /// <summary>Every node sees every slot served and, as masters see it, this many replicas are in step.</summary>
    public Task Whole(int replicas = 0) => Eventually.True(async () =>
    {
        var inStep = 0;
        foreach (var node in nodes)
        {
            var seen = await node.Tell("cluster", "info");
            if (!seen.Contains("cluster_state:ok", StringComparison.Ordinal) || !seen.Contains($"cluster_slots_ok:{Slots}", StringComparison.Ordinal) || !seen.Contains($"cluster_known_nodes:{nodes.Count}", StringComparison.Ordinal)) return false;
            var link = await node.Tell("info", "replication");
            if (link.Contains("role:slave", StringComparison.Ordinal) && link.Contains("master_link_status:up", StringComparison.Ordinal)) inStep++;
        }
        return inStep >= replicas;
    }, $"a whole cluster with {replicas} replicas in step");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
