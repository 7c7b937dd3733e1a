namespace ScreenOps.Server.Counting;

/// <summary>Who waits for an answer of a district, in the order in which they came. One look at its head replaces a timer for each.</summary>
internal sealed class Waiting(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Sending> senders = new();

    public LinkedListNode<Sending> Add(Sending sending)
    {
        var place = new LinkedListNode<Sending>(sending);
        lock (gate) senders.AddLast(place);
        return place;
    }

    public void Remove(LinkedListNode<Sending> place)
    {
        lock (gate) senders.Remove(place);
    }

    public int Count
    {
        get { lock (gate) return senders.Count; }
    }

    /// <summary>How long the first has waited; nothing where nobody does.</summary>
    public TimeSpan Oldest
    {
        get { lock (gate) return senders.First is { } first ? time.GetElapsedTime(first.Value.Came) : TimeSpan.Zero; }
    }

    /// <summary>Tells everyone who has waited longer. What they sent may still be committed; sent again it is then a repeat, and answered as it was.</summary>
    public void GiveUp(TimeSpan patience, string why)
    {
        List<Sending> late;
        lock (gate) late = [.. senders.TakeWhile(s => time.GetElapsedTime(s.Came) >= patience)];
        foreach (var sending in late) sending.Busy(why);
    }
}
