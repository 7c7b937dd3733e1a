using StackExchange.Redis;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Every key of the live fold. All carry the district as hash tag, so a district is one slot of a cluster. None has a lifetime:
/// a fold rewrites them, and they can be thrown away at any moment.
/// </summary>
internal sealed class CountingKeys(string district)
{
    private readonly string tag = $"{{{district}}}";

    /// <summary>string: the epoch of the fold; missing while it is being filled.</summary>
    public RedisKey Epoch => $"{tag}:epoch";

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

    /// <summary>Plain channel: works on one server, on a cluster and on Garnet.</summary>
    public RedisChannel Board => RedisChannel.Literal($"{tag}:board");
}
