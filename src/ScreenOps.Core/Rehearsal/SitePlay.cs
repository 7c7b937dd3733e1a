using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Rehearsal;

/// <summary>
/// Plays one site: people come within their quarter by chance, lanes serve 180 to 240 an hour each with spread, and every 20 seconds
/// the tablet counts what happened since. After the last quarter the lanes work the queue off and the site closes.
/// </summary>
internal static class SitePlay
{
    private const int Step = 20, LongQueue = 120, Longest = 24 * 3600, Quiet = 4 * 60;

    public static IReadOnlyList<PlannedCommand> Of(RehearsalSite site, IReadOnlyList<ArrivalQuarter> arrivals, SiteLuck luck, Dice dice)
    {
        var comes = Comes(arrivals, dice);
        var lanes = Enumerable.Range(0, Math.Max(1, site.Lanes)).Select(i => new Lane(luck.Opens + 30 + 45 * i, dice.Between(180, 240) * luck.Pace)).ToArray();
        var end = arrivals.Count == 0 ? luck.Opens : MorningPlan.Second(arrivals[^1].Starts) + MorningPlan.Quarter;
        var commands = new List<PlannedCommand>();
        var (next, queue, opened, paused) = (0, 0, false, false);
        var first = Math.Min(luck.Opens, comes.Length == 0 ? luck.Opens : comes[0]) / Step * Step;
        for (var second = first + Step; second <= Longest; second += Step)
        {
            var came = next;
            while (next < comes.Length && comes[next] < second) next++;
            if (next > came) commands.Add(new(second, CountKind.Arrived, next - came));
            queue += next - came;
            if (!opened && second > luck.Opens)
            {
                opened = true;
                commands.Add(new(second, CountKind.Open, 0));
                commands.Add(new(second, CountKind.Lanes, lanes.Length));
            }
            var pause = second >= luck.Paused.From && second < luck.Paused.To;
            if (opened && pause != paused) commands.Add(new(second, (paused = pause) ? CountKind.Pause : CountKind.Open, 0));
            // A lead with nothing to count says the lanes again, so that the site is not taken for silent.
            if (opened && commands[^1].Second <= second - Quiet) commands.Add(new(second, CountKind.Lanes, lanes.Length));
            if (!opened || pause) continue;
            queue -= Book(commands, second, CountKind.Sampled, lanes.Sum(l => l.Serve(second - Step, second, queue, dice)), queue);
            queue -= Book(commands, second, CountKind.Left, queue > LongQueue && dice.Part() < 0.04 ? 1 : 0, queue);
            if (second >= end && queue == 0 && next == comes.Length) { commands.Add(new(second, CountKind.Close, 0)); break; }
        }
        return commands;
    }

    private static int Book(List<PlannedCommand> commands, int second, CountKind kind, int people, int queue)
    {
        var n = Math.Min(people, queue);
        if (n > 0) commands.Add(new(second, kind, n));
        return n;
    }

    /// <summary>The second at which each person comes, in order; as many in each quarter as are expected.</summary>
    private static int[] Comes(IReadOnlyList<ArrivalQuarter> arrivals, Dice dice)
    {
        var comes = arrivals.SelectMany(a => Enumerable.Range(0, a.People).Select(_ => MorningPlan.Second(a.Starts) + dice.Whole(0, MorningPlan.Quarter - 1))).ToArray();
        Array.Sort(comes);
        return comes;
    }

    /// <summary>A lane and when it is free again.</summary>
    private sealed class Lane(double free, double perHour)
    {
        private double free = free;

        /// <summary>People done before <paramref name="to"/>; an idle lane does not save up time.</summary>
        public int Serve(int from, int to, int waiting, Dice dice)
        {
            free = Math.Max(free, from);
            var served = 0;
            for (; free < to && served < waiting; served++) free += 3600 / perHour * dice.Between(0.6, 1.4);
            return served;
        }
    }
}
