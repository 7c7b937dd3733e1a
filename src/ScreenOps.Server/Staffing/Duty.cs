namespace ScreenOps.Server.Staffing;

/// <summary>What one member of a crew may be given in the round: a post in each of some shifts.</summary>
/// <param name="Crew">Its number.</param>
/// <param name="Posts">One a shift, in the order of the shifts.</param>
/// <param name="Cost">The way, in nanometres; less what the layout gives for each post that the crew has already.</param>
internal sealed record Duty(int Crew, int[] Posts, long Cost)
{
    /// <summary>Tells it from any other of the layout.</summary>
    public UInt128 Key => Posts.Aggregate((UInt128)Crew, (key, post) => key << 17 | (uint)post + 1) | (UInt128)Posts.Length << 125;

    /// <summary>Grows with the square of what a member has served, so that the least used come first.</summary>
    public static double Load(Crew crew, int shifts) => shifts * (shifts + 2.0 * crew.Past);

    public static long CostOf(Layout layout, Crew crew, ReadOnlySpan<int> posts)
    {
        var cost = 0L;
        for (var i = 0; i < posts.Length; i++)
        {
            var (site, there) = (layout.SiteOf(posts[i]), false);
            for (var j = 0; j < i; j++) there |= layout.SiteOf(posts[j]) == site;
            if (!there) cost += layout.Way(crew, site);
            if (layout.Keeping > 0 && crew.Standing.Contains(posts[i])) cost -= layout.Keeping;
        }
        return cost;
    }
}

/// <summary>How many members of its crew have a duty: a plan without names.</summary>
internal sealed class Choice
{
    public Dictionary<UInt128, (Duty Duty, int Count)> Counts { get; } = [];

    public void Add(Duty duty, int count)
    {
        if (count > 0) Counts[duty.Key] = (duty, count + (Counts.TryGetValue(duty.Key, out var had) ? had.Count : 0));
    }

    /// <summary>The plan as it stands.</summary>
    public static Choice Standing(Layout layout)
    {
        var choice = new Choice();
        foreach (var crew in layout.Crews.Where(c => c.Standing.Length > 0)) choice.Add(new(crew.Number, crew.Standing, Duty.CostOf(layout, crew, crew.Standing)), crew.Members.Count);
        return choice;
    }

    /// <summary>By post: seats that stay empty.</summary>
    public int[] Empty(Layout layout)
    {
        var empty = (int[])layout.Vacant.Clone();
        foreach (var (duty, count) in Counts.Values)
            foreach (var post in duty.Posts) empty[post] -= count;
        return empty;
    }

    /// <summary>By crew: members without a duty.</summary>
    public int[] Idle(Layout layout)
    {
        var idle = layout.Crews.Select(c => c.Members.Count).ToArray();
        foreach (var (duty, count) in Counts.Values) idle[duty.Crew] -= count;
        return idle;
    }

    public Int128 Cost => Counts.Values.Aggregate((Int128)0, (sum, c) => sum + (Int128)c.Duty.Cost * c.Count);

    /// <summary>Posts that members had and lose; then how unevenly duty is spread.</summary>
    public (int Posts, double Spread) Lost(Layout layout) => (
        layout.Had - Counts.Values.Sum(c => c.Count * c.Duty.Posts.Count(layout.Crews[c.Duty.Crew].Standing.Contains)),
        Counts.Values.Sum(c => c.Count * Duty.Load(layout.Crews[c.Duty.Crew], c.Duty.Posts.Length)));

    public int Weight(Layout layout) => Empty(layout).Select((n, p) => n * Layout.Weight(p)).Sum();
}
