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
        var able = new List<Person>[Layout.Roles];
        for (var role = 0; role < Layout.Roles; role++) able[role] = [.. people.Where(p => p.Crew.Holds(role) && (p.Crew.Shifts >> shift & 1) != 0 && p.Posts.All(o => layout.ShiftOf(o) != shift))];
        var posts = layout.Live.Where(p => layout.ShiftOf(p) == shift && empty[p] > 0)
            .OrderByDescending(Layout.Weight).ThenBy(p => able[Layout.RoleOf(p)].Count).ThenBy(p => p);
        foreach (var post in posts)
            while (empty[post] > 0 && Nearest(able[Layout.RoleOf(post)], shift, post) is { } person)
            {
                person.Posts.Add(post);
                empty[post]--;
            }
    }

    /// <summary>Of those as near the one with the fewest roles, who is the least use elsewhere.</summary>
    private Person? Nearest(List<Person> able, int shift, int post)
    {
        var (site, nearest, least) = (layout.SiteOf(post), default(Person), (long.MaxValue, int.MaxValue));
        foreach (var person in able)
        {
            var way = person.Posts.Any(o => layout.SiteOf(o) == site) ? 0 : layout.Way(person.Crew, site);
            if (way > least.Item1 || !Can(person, shift, site)) continue;
            var so = (way, BitOperations.PopCount((uint)person.Crew.Roles));
            if (so.CompareTo(least) < 0) (nearest, least) = (person, so);
        }
        return nearest;
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
