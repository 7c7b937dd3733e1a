using System.Numerics;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// A plan within milliseconds: the heaviest and scarcest posts of the smallest shift first, each seat to who comes the shortest way. Also what makes
/// a whole plan of one with gaps.
/// </summary>
internal sealed class FirstDraft
{
    private readonly Layout layout;
    private readonly List<Person> people = [];
    private readonly List<Person>[] there, from;
    private readonly int[]?[] nearest;
    private readonly int[] empty;

    private FirstDraft(Layout layout, Choice start)
    {
        this.layout = layout;
        empty = start.Empty(layout);
        var idle = start.Idle(layout);
        foreach (var (duty, count) in start.Counts.Values)
            for (var i = 0; i < count; i++) people.Add(new(layout.Crews[duty.Crew], [.. duty.Posts]));
        foreach (var crew in layout.Crews)
            for (var i = 0; i < idle[crew.Number]; i++) people.Add(new(crew, []));
        there = [.. layout.Sites.Select(_ => new List<Person>())];
        from = [.. Enumerable.Range(0, layout.Homes * Layout.Roles).Select(_ => new List<Person>())];
        nearest = new int[layout.Sites.Count][];
        // Of those as near it takes the one with the fewest roles, who is the least use elsewhere.
        foreach (var person in people.OrderBy(p => BitOperations.PopCount((uint)p.Crew.Roles)))
        {
            foreach (var site in person.Posts.Select(layout.SiteOf).Concat(person.Crew.Counted.Where(s => s >= 0)).Distinct()) there[site].Add(person);
            for (var role = 0; role < Layout.Roles; role++) if (person.Crew.Holds(role)) from[person.Crew.Home * Layout.Roles + role].Add(person);
        }
    }

    private sealed record Person(Crew Crew, List<int> Posts);

    /// <param name="start">Duties that are kept, though a member may be given another shift beside them.</param>
    public static Choice Of(Layout layout, Choice start)
    {
        var draft = new FirstDraft(layout, start);
        foreach (var shift in Enumerable.Range(0, layout.Shifts.Count).OrderBy(s => layout.Live.Where(p => layout.ShiftOf(p) == s).Sum(p => layout.Vacant[p])))
            draft.Fill(shift);
        var choice = new Choice();
        foreach (var person in draft.people.Where(p => p.Posts.Count > 0))
        {
            int[] posts = [.. person.Posts.Order()];
            choice.Add(new(person.Crew.Number, posts, Duty.CostOf(layout, person.Crew, posts)), 1);
        }
        return choice;
    }

    private void Fill(int shift)
    {
        var able = new int[Layout.Roles];
        foreach (var person in people.Where(p => (p.Crew.Shifts >> shift & 1) != 0))
            for (var role = 0; role < Layout.Roles; role++) if (person.Crew.Holds(role)) able[role]++;
        var posts = layout.Live.Where(p => layout.ShiftOf(p) == shift && empty[p] > 0).OrderByDescending(Layout.Weight).ThenBy(p => able[Layout.RoleOf(p)]).ThenBy(p => p);
        foreach (var post in posts)
            while (empty[post] > 0 && Nearest(shift, layout.SiteOf(post), Layout.RoleOf(post)) is { } person)
            {
                if (!there[layout.SiteOf(post)].Contains(person)) there[layout.SiteOf(post)].Add(person);
                person.Posts.Add(post);
                empty[post]--;
            }
    }

    /// <summary>Who is there in another shift, then home by home.</summary>
    private Person? Nearest(int shift, int site, int role)
    {
        foreach (var person in there[site])
            if (person.Crew.Holds(role) && Can(person, shift, site)) return person;
        foreach (var home in nearest[site] ??= [.. Enumerable.Range(0, layout.Homes).OrderBy(h => layout.Ways(h)[site])])
            foreach (var person in from[home * Layout.Roles + role])
                if (Can(person, shift, site)) return person;
        return null;
    }

    private bool Can(Person person, int shift, int site)
    {
        if (!person.Crew.MayTake(shift, site)) return false;
        foreach (var other in person.Posts)
        {
            var has = layout.ShiftOf(other);
            if (has == shift || layout.Shifts[has].Overlaps(layout.Shifts[shift])) return false;
            if (layout.SiteOf(other) != site && layout.Shifts[has].Touches(layout.Shifts[shift])) return false;
        }
        return true;
    }
}
