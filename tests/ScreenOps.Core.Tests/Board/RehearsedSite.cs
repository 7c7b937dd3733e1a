using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;

namespace ScreenOps.Core.Tests.Board;

/// <summary>What a site's screen said to people who came at a moment, and how long each of them waited in truth.</summary>
/// <param name="Waited">Minutes from coming until a lane took them, by the order of coming; a person each.</param>
internal sealed record Told(SiteState State, IReadOnlyList<double> Waited);

/// <summary>What the wait on the screen was rounded from, and how long who came then waited.</summary>
internal sealed record Reckoned(WaitEstimate Wait, IReadOnlyList<double> Waited);

/// <summary>What a site's screen said of the wait half an hour later, and how long who came then had to wait, minutes.</summary>
internal sealed record Foretold(SiteState State, double Came);

/// <summary>
/// One site of a rehearsed morning, counted through the fold in the order in which its commands reach a server; a silent tablet's come when it
/// speaks again. Lanes take people in the order of coming. Who leaves is the one who came last and saw the line; that wait is never known and not judged.
/// </summary>
internal sealed class RehearsedSite(SiteMorning morning, SiteRule rule, long midnight)
{
    private const int Ahead = 30 * 60;
    private static readonly Guid Tablet = new("00000000-0000-0000-0000-000000000001");

    /// <summary>Everybody who came, in the order of coming, with what the screen said then.</summary>
    public IEnumerable<Told> Everybody() => Comers((server, second, waited) => new Told(server.At(second), waited));

    /// <summary>Those of them who could be told.</summary>
    public IEnumerable<Reckoned> Reckonings() =>
        Comers((server, second, waited) => server.Reckoned(second) is { } wait ? new Reckoned(wait, waited) : null).OfType<Reckoned>();

    private IEnumerable<T> Comers<T>(Func<Server, int, List<double>, T> look)
    {
        var (waits, server, next) = (Waited(), new Server(morning, rule, midnight), 0);
        foreach (var came in Of(CountKind.Arrived))
        {
            yield return look(server, came.Second, [.. waits.GetRange(next, came.N).OfType<double>()]);
            next += came.N;
        }
    }

    /// <summary>Once a minute while the site is open, and still will be in half an hour.</summary>
    public IEnumerable<Foretold> HalfHours()
    {
        var server = new Server(morning, rule, midnight);
        var last = Of(CountKind.Arrived).Last().Second;
        for (var second = morning.Commands[0].Second / 60 * 60; second + Ahead <= last; second += 60)
            if (server.At(second) is { WaitIn30: not null } state && WaitAt(second + Ahead) is { } came) yield return new(state, came);
    }

    private IEnumerable<PlannedCommand> Of(CountKind kind) => morning.Commands.Where(c => c.Kind == kind);

    /// <summary>Minutes that each person waited; null for who left.</summary>
    private List<double?> Waited()
    {
        var waits = new List<double?>();
        var line = new LinkedList<(int Person, int Second)>();
        foreach (var command in morning.Commands.Where(c => c.Kind is CountKind.Arrived or CountKind.Sampled or CountKind.Left))
            for (var i = 0; i < command.N; i++)
                switch (command.Kind)
                {
                    case CountKind.Arrived:
                        line.AddLast((waits.Count, command.Second));
                        waits.Add(null);
                        break;
                    case CountKind.Sampled:
                        waits[line.First!.Value.Person] = (command.Second - line.First.Value.Second) / 60.0;
                        line.RemoveFirst();
                        break;
                    default:
                        line.RemoveLast();
                        break;
                }
        return waits;
    }

    /// <summary>Minutes until all who stood there at a second of the day had been taken; null: never.</summary>
    private double? WaitAt(int second)
    {
        var (ahead, at) = (0, 0);
        for (; at < morning.Commands.Count && morning.Commands[at].Second < second; at++)
            ahead += morning.Commands[at] switch { { Kind: CountKind.Arrived, N: var n } => n, { Kind: CountKind.Sampled or CountKind.Left, N: var n } => -n, _ => 0 };
        if (ahead == 0) return 0;
        for (; at < morning.Commands.Count; at++)
            if (morning.Commands[at].Kind == CountKind.Sampled && (ahead -= morning.Commands[at].N) <= 0) return (morning.Commands[at].Second - second) / 60.0;
        return null;
    }

    /// <summary>What a server knows of the site as the morning goes on.</summary>
    private sealed class Server(SiteMorning morning, SiteRule rule, long midnight)
    {
        private readonly Fold fold = new(1);
        private readonly MinuteSeries minutes = new();
        private int delivered;

        /// <summary>The state at a second of the day, from what had reached the server before. Seconds come in order.</summary>
        public SiteState At(int second)
        {
            Hear(second);
            return Sight.Of(Count, minutes, rule, midnight + second * 1000L);
        }

        public WaitEstimate? Reckoned(int second)
        {
            Hear(second);
            return Waits.Estimate(Count, minutes, Count.Lanes ?? rule.LanesPlanned, rule.LaneRate, midnight + second * 1000L, rule.Opens);
        }

        private void Hear(int second)
        {
            for (; delivered < morning.Commands.Count && Reaches(morning.Commands[delivered]) < second; delivered++) Deliver(morning.Commands[delivered]);
        }

        private SiteCount Count => fold.Site(1, morning.Site).ToCount(1, morning.Site, 1);

        private int Reaches(PlannedCommand command) =>
            command.Second >= morning.Luck.Silent.From && command.Second < morning.Luck.Silent.To ? morning.Luck.Silent.To : command.Second;

        private void Deliver(PlannedCommand command)
        {
            var made = midnight + command.Second * 1000L;
            var booked = (BookingAnswer.Booked)fold.Book(new(Tablet, new(delivered + 1, 1, morning.Site, command.Kind, command.N, made), midnight + Reaches(command) * 1000L));
            var minute = booked.Rows[0].Minute;
            if (fold.Site(1, morning.Site).Minutes.TryGetValue(minute, out var m))
                minutes.Put([new(minute, (int)m.Arrived, (int)m.Implied, (int)m.Sampled, (int)m.Left)]);
        }
    }
}
