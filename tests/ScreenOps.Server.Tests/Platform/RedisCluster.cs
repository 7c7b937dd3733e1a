using ScreenOps.Embedded;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>
/// A Redis Cluster of three masters, each with a third of the slots and a replica of its own. Tests that break one have it to themselves, and heal it before they end.
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
        "--cluster-enabled", "yes", "--cluster-port", $"{LoopbackPort.Free()}", "--cluster-config-file", Path.Combine(folder, $"{port}.conf"), "--dir", folder,
        "--cluster-require-full-coverage", "no", "--cluster-node-timeout", "5000", "--cluster-replica-validity-factor", "0", "--repl-diskless-sync-delay", "0",
        // What a replica received as a file it would load when it starts again: of slots that by then are another's it says that it is importing them, and never hears whose they are.
        "--rdb-del-sync-files", "yes", "--dbfilename", $"{port}.rdb",
        // A replica whose link hangs while a master comes or goes tries again after this, and not after a minute.
        "--repl-timeout", "10", "--repl-ping-replica-period", "2",
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
    public Task Whole(int replicas = 0)
    {
        var last = "";
        return Eventually.True(async () =>
        {
            var inStep = 0;
            last = "";
            foreach (var node in nodes)
            {
                var (seen, link) = (await node.Tell("cluster", "info"), await node.Tell("info", "replication"));
                if (link.Contains("role:slave", StringComparison.Ordinal) && link.Contains("master_link_status:up", StringComparison.Ordinal)) inStep++;
                string[] wanted = ["cluster_state:ok", $"cluster_slots_ok:{Slots}", $"cluster_known_nodes:{nodes.Count}"];
                if (wanted.Any(w => !seen.Contains(w, StringComparison.Ordinal))) last += $"\n{node.Address} sees {seen}";
                last += $"\n{node.Address} has {link}";
            }
            return inStep >= replicas && !last.Contains(" sees ", StringComparison.Ordinal);
        }, () => $"a whole cluster with {replicas} replicas in step; last:{last}");
    }

    /// <summary>The slot of a district: every key of it lies there.</summary>
    internal async Task<int> Slot(string district) => int.Parse(await Alive.Tell("cluster", "keyslot", $"{{{district}}}"), provider: null);

    /// <summary>The node that serves a slot, as the others see it.</summary>
    internal async Task<RedisNode> Master(int slot)
    {
        // id ip:port@bus flags master ping pong epoch link slots...
        foreach (var seen in (await Alive.Tell("cluster", "nodes")).Split('\n').Select(line => line.Trim().Split(' ')))
            if (seen[2].Split(',') is var flags && flags.Contains("master") && !flags.Contains("fail") && seen.Skip(8).Any(s => Holds(s, slot)))
                return nodes.Single(n => seen[1].StartsWith($"{n.Address}@", StringComparison.Ordinal));
        throw new InvalidOperationException($"Nobody serves slot {slot}.");
    }

    internal IReadOnlyList<RedisNode> Nodes => nodes;

    private RedisNode Alive => nodes.First(n => !n.Ended);

    private static bool Holds(string range, int slot) =>
        range.Split('-') is var ends && int.TryParse(ends[0], out var first) && int.TryParse(ends[^1], out var last) && first <= slot && slot <= last;

    /// <summary>Moves a slot to the next master, key by key, as redis-cli --cluster reshard does.</summary>
    /// <param name="half">When half of the keys are moved: a script that names all of them can run at neither node.</param>
    internal async Task Move(int slot, Func<Task> half)
    {
        var from = await Master(slot);
        var to = (await Task.WhenAll(Enumerable.Range(0, Masters).Select(i => Master(Slots * i / Masters)))).First(n => n != from);
        var (fromId, toId) = (await from.Tell("cluster", "myid"), await to.Tell("cluster", "myid"));
        // What it has run for others it would know already.
        await to.Tell("script", "flush");
        await to.Tell("cluster", "setslot", $"{slot}", "importing", fromId);
        await from.Tell("cluster", "setslot", $"{slot}", "migrating", toId);
        var keys = (await from.Tell("cluster", "getkeysinslot", $"{slot}", "1000")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var key in keys[..(keys.Length / 2)]) await MoveKey(from, to, key);
        await half();
        for (var moved = false; !moved;)
        {
            keys = (await from.Tell("cluster", "getkeysinslot", $"{slot}", "1000")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var key in keys) await MoveKey(from, to, key);
            moved = keys.Length == 0;
        }
        foreach (var node in new[] { to, from }) await node.Tell("cluster", "setslot", $"{slot}", "node", toId);
    }

    private static Task MoveKey(RedisNode from, RedisNode to, string key) => from.Tell("migrate", "127.0.0.1", $"{to.Port}", key, "0", "5000");

    /// <summary>From now on nothing that the master of the slot does reaches its replica.</summary>
    internal async Task Part(RedisNode master)
    {
        await Whole(Masters);
        await master.Tell("acl", "setuser", "default", "-psync", "-sync");
        await master.Tell("client", "kill", "type", "replica");
    }

    /// <summary>Kills a master; its replica takes over when the others have missed it for a second.</summary>
    internal async Task Kill(RedisNode master)
    {
        foreach (var node in nodes) await node.Tell("config", "set", "cluster-node-timeout", "1000");
        await master.Kill();
    }

    /// <summary>Kills a master, and nobody takes over.</summary>
    internal async Task KillForGood(RedisNode master)
    {
        foreach (var node in nodes) await node.Tell("config", "set", "cluster-replica-no-failover", "yes");
        await master.Kill();
    }

    /// <summary>Starts what was killed, which then is a replica of whoever took over.</summary>
    internal async Task Heal()
    {
        foreach (var node in nodes.Where(n => n.Ended)) await node.StartAgain();
        foreach (var node in nodes) await node.Tell("config", "set", "cluster-node-timeout", "5000", "cluster-replica-no-failover", "no");
        await Whole(Masters);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
