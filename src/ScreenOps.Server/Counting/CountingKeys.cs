using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Every key of the live fold. All carry the district as hash tag, so a district is one slot of a cluster, and no command
/// or script names keys of two districts. A fold writes all of them, the sweep renews their lifetime, and they can be thrown away at any moment.
/// </summary>
internal sealed class CountingKeys(string district)
{
    /// <summary>
    /// Names, values and messages are those of this layout. Raise it when any of them changes: the new servers find nothing and fold anew, and what the
    /// old ones left ends with its lifetime. Servers of two layouts fold in turn for as long as both run: nothing is lost, but senders wait.
    /// </summary>
    private const int Layout = 3;

    private readonly string tag = $"screenops:{Layout}:{{{district}}}";

    /// <summary>string: the epoch of the fold; missing while it is being filled. Ends before the others, so that what is left of a fold is never taken for one.</summary>
    public RedisKey Epoch => $"{tag}:epoch";

    /// <summary>string: which filling made this fold, and in which Redis process, as Folding writes it. Another process may have less: it took over from it, or read it from a disk.</summary>
    public RedisKey Origin => $"{tag}:origin";

    /// <summary>string: rows booked in this epoch.</summary>
    public RedisKey Order => $"{tag}:order";

    /// <summary>string: changes published in this epoch.</summary>
    public RedisKey Sequence => $"{tag}:sequence";

    /// <summary>hash: device → its last number.</summary>
    public RedisKey Numbers => $"{tag}:numbers";

    /// <summary>hash: last order and turn id → a turn that PostgreSQL has not confirmed yet, as TurnPack reads it.</summary>
    public RedisKey Pending => $"{tag}:pending";

    /// <summary>hash: device and number of what was taken back → 1. Undo is rare, and a fold keeps those alone that Undo still reaches.</summary>
    public RedisKey Undone => $"{tag}:undone";

    /// <summary>hash: site → its tally.</summary>
    public RedisKey Sites(int round) => $"{tag}:{round}:sites";

    /// <summary>hash: site and minute → what the minute holds.</summary>
    public RedisKey Minutes(int round) => $"{tag}:{round}:minutes";

    /// <summary>hash: person → where they stand.</summary>
    public RedisKey People(int round) => $"{tag}:{round}:people";

    /// <summary>All but the epoch.</summary>
    public RedisKey[] Contents(IEnumerable<int> rounds) => [Origin, Order, Sequence, Numbers, Pending, Undone, .. rounds.SelectMany(r => new[] { Sites(r), Minutes(r), People(r) })];

    /// <summary>Plain channel, told to every node of a cluster: it needs no subscription at the slot's own node, and Garnet has no other from a script.</summary>
    public RedisChannel Board => RedisChannel.Literal($"{tag}:board");

    /// <summary>The keys of the layout that had neither number nor lifetime.</summary>
    public RedisKey[] Unnumbered(IEnumerable<int> rounds)
    {
        var old = $"{{{district}}}";
        return [.. new[] { "epoch", "order", "sequence", "numbers", "pending", "undone" }.Select(k => (RedisKey)$"{old}:{k}"),
            .. rounds.SelectMany(r => new[] { "sites", "minutes", "people" }.Select(k => (RedisKey)$"{old}:{r}:{k}"))];
    }
}
