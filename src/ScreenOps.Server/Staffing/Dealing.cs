using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>Gives a choice its names and seats: whoever had the very seat before has it again.</summary>
internal static class Dealing
{
    public static List<Assignment> Plan(Layout layout, PlanTask task, Choice choice)
    {
        var had = task.Standing.Where(a => a.Holds).ToDictionary(a => (a.Member, a.Seat.Shift));
        var plan = task.Fixed.Concat(task.Standing.Where(a => !a.Holds)).ToList();
        var free = layout.Live.ToDictionary(p => p, p => new SortedSet<int>(layout.Free(p)));
        var others = new List<(int Post, Guid Member)>();
        foreach (var (post, member) in People(layout, choice))
        {
            var shift = layout.Shifts[layout.ShiftOf(post)].Code;
            if (had.TryGetValue((member, shift), out var before) && layout.Post(before.Seat) == post && free[post].Remove(before.Seat.Number)) plan.Add(before);
            else others.Add((post, member));
        }
        foreach (var (post, member) in others)
        {
            var number = free[post].Min;
            free[post].Remove(number);
            plan.Add(new(layout.Seat(post, number), member, AssignmentState.Proposed, false));
        }
        return plan;
    }

    private static IEnumerable<(int Post, Guid Member)> People(Layout layout, Choice choice)
    {
        foreach (var crew in choice.Counts.Values.GroupBy(c => c.Duty.Crew).OrderBy(c => c.Key))
        {
            var members = new Queue<Guid>(layout.Crews[crew.Key].Members);
            foreach (var (duty, count) in crew.OrderBy(c => c.Duty.Key))
                for (var i = 0; i < count; i++)
                {
                    var member = members.Dequeue();
                    foreach (var post in duty.Posts) yield return (post, member);
                }
        }
    }
}
