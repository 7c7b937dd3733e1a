namespace ScreenOps.Server.Staffing;

/// <summary>Looks through every duty that a crew could be given, at all sites, for those worth more than they cost.</summary>
internal sealed class Offers
{
    private const long Never = long.MinValue / 16;
    private readonly Layout layout;
    private readonly Prices prices;
    private readonly int[] left;
    private readonly Dictionary<int, long[]> best = [];
    private readonly int shifts, sites;
    // Of the crew that is looked at: by shift and site, what its best role there is worth; by site, its way.
    private readonly long[] worth, ways;

    /// <param name="left">By post: seats that may be given; null: all that are vacant.</param>
    public Offers(Layout layout, Prices prices, int[]? left = null)
    {
        (this.layout, this.prices, this.left) = (layout, prices, left ?? layout.Vacant);
        (shifts, sites) = (layout.Shifts.Count, layout.Sites.Count);
        (worth, ways) = (new long[shifts * sites], new long[sites]);
    }

    /// <summary>Cost less worth of the crew's best duty; never above 0, since it may do nothing.</summary>
    public long Best(Crew crew)
    {
        Look(crew);
        var least = 0L;
        foreach (var split in layout.Splits)
        {
            if (split.Any(part => (part & ~crew.Shifts) != 0)) continue;
            least = Math.Min(least, split.Sum(Part));
        }
        return least;
    }

    /// <summary>The crew's duties whose cost less their worth is at most so much; of more than the most the best.</summary>
    public void Below(Crew crew, long limit, int most, List<Duty> found)
    {
        Look(crew);
        var search = new Search(this, crew, limit, most);
        foreach (var split in layout.Splits)
            if (!split.Any(part => (part & ~crew.Shifts) != 0)) search.Look(split);
        search.Into(found);
    }

    private void Look(Crew crew)
    {
        if (!best.TryGetValue(crew.Roles, out var known)) best[crew.Roles] = known = BestRoles(crew.Roles);
        for (var s = 0; s < shifts; s++)
        {
            var here = worth.AsSpan(s * sites, sites);
            if ((crew.Shifts >> s & 1) == 0) here.Fill(Never);
            else known.AsSpan(s * sites, sites).CopyTo(here);
            if (crew.Bound[s] is >= 0 and var at)
            {
                var there = here[at];
                here.Fill(Never);
                here[at] = there;
            }
        }
        if (layout.Keeping > 0)
            foreach (var post in crew.Standing)
                if (left[post] > 0 && crew.MayTake(layout.ShiftOf(post), layout.SiteOf(post)))
                    worth[post / Layout.Roles] = Math.Max(worth[post / Layout.Roles], Worth(crew, post));
        if (!prices.Ways) return;
        layout.Ways(crew.Home).CopyTo(ways);
        foreach (var site in crew.Counted) if (site >= 0) ways[site] = 0;
    }

    private long Worth(Crew crew, int post) => prices.Seat[post] + (layout.Keeping > 0 && prices.Ways && crew.Standing.Contains(post) ? layout.Keeping : 0);

    private long[] BestRoles(int roles)
    {
        var most = new long[shifts * sites];
        for (var place = 0; place < most.Length; place++)
        {
            most[place] = Never;
            for (var r = 0; r < Layout.Roles; r++)
                if ((roles >> r & 1) != 0 && left[place * Layout.Roles + r] > 0) most[place] = Math.Max(most[place], prices.Seat[place * Layout.Roles + r]);
        }
        return most;
    }

    /// <summary>Cost less worth of the shifts of one part at the site that is best for it.</summary>
    private long Part(int part)
    {
        var least = long.MaxValue / 16;
        for (var t = 0; t < sites; t++) least = Math.Min(least, At(part, t));
        return least;
    }

    private long At(int part, int site)
    {
        var cost = ways[site];
        for (var s = 0; s < shifts; s++)
            if ((part >> s & 1) != 0) cost -= worth[s * sites + site];
        return cost;
    }

    /// <summary>One crew's duties, best first kept; the limit falls once there are enough.</summary>
    private sealed class Search(Offers offers, Crew crew, long limit, int most)
    {
        private readonly PriorityQueue<Duty, long> kept = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
        private readonly int[] posts = new int[PlanTask.MostShifts];
        private long limit = limit;

        public void Look(int[] split)
        {
            Span<long> rest = stackalloc long[split.Length + 1];
            for (var i = split.Length - 1; i > 0; i--) rest[i] = rest[i + 1] + offers.Part(split[i]);
            Part(split, 0, 0, 0, rest);
        }

        private void Part(int[] split, int i, int taken, long so, ReadOnlySpan<long> rest)
        {
            if (i == split.Length)
            {
                Keep(taken, so);
                return;
            }
            for (var site = 0; site < offers.sites; site++)
            {
                var price = so + offers.At(split[i], site);
                if (price + rest[i + 1] > limit || Been(site, taken)) continue;
                Role(split, i, 0, site, taken, price, rest);
            }
        }

        private void Role(int[] split, int i, int shift, int site, int taken, long so, ReadOnlySpan<long> rest)
        {
            while (shift < offers.shifts && (split[i] >> shift & 1) == 0) shift++;
            if (shift == offers.shifts)
            {
                Part(split, i + 1, taken, so, rest);
                return;
            }
            var place = shift * offers.sites + site;
            for (var r = 0; r < Layout.Roles; r++)
            {
                var post = place * Layout.Roles + r;
                if (!crew.Holds(r) || offers.left[post] == 0) continue;
                var price = so + offers.worth[place] - offers.Worth(crew, post);
                if (price + rest[i + 1] > limit) continue;
                posts[taken] = post;
                Role(split, i, shift + 1, site, taken + 1, price, rest);
            }
        }

        private bool Been(int site, int taken)
        {
            for (var i = 0; i < taken; i++)
                if (offers.layout.SiteOf(posts[i]) == site) return true;
            return false;
        }

        private void Keep(int taken, long price)
        {
            var own = posts.AsSpan(0, taken).ToArray();
            Array.Sort(own);
            kept.Enqueue(new(crew.Number, own, Duty.CostOf(offers.layout, crew, own)), price);
            if (kept.Count <= most) return;
            kept.Dequeue();
            kept.TryPeek(out _, out var worst);
            limit = Math.Min(limit, worst - 1);
        }

        public void Into(List<Duty> found)
        {
            while (kept.TryDequeue(out var duty, out _)) found.Add(duty);
        }
    }
}
