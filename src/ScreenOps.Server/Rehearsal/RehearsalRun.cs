using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Rehearsal;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Rehearsal;

/// <param name="Speed">How many times as fast as real time.</param>
/// <param name="Until">Time of day at which the morning breaks off; null: played to its end.</param>
/// <param name="People">Whether the people on duty take part: a plan is made and published an hour before the first come, and they answer and come, most of them.</param>
internal sealed record RehearsalOrder(double Speed, int Seed, TimeOnly? Until, bool People = false);

/// <param name="SimTime">Unix milliseconds on the round's clock.</param>
internal sealed record RehearsalProgress(int Round, double Speed, long SimTime, int Acknowledged, int Planned, int Refused, int Done, int Tablets);

/// <summary>One rehearsal: makes and opens its round, enrols a tablet a site, and plays them all until their outboxes are empty.</summary>
internal sealed class RehearsalRun(HttpClient http, ServerAddress server, RehearsalOrder order, TimeProvider time)
{
    /// <summary>The round's clock starts here: five minutes in which tablets are enrolled before the first people come.</summary>
    private static readonly TimeOnly ClockFrom = new(5, 25), ClockFromWithPeople = new(4, 25);
    private readonly RehearsalApi api = new(http, time);
    private IReadOnlyList<TabletPlayer> players = [];
    private PeoplePlayer? people;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private int round;

    public RehearsalProgress Progress => new(round, order.Speed, players.Count == 0 ? 0 : players.Max(p => p.Now).ToUnixTimeMilliseconds(),
        players.Sum(p => p.Outbox.Acknowledged), players.Sum(p => p.Outbox.Planned), players.Sum(p => p.Outbox.Refused), players.Count(p => p.Outbox.Done), players.Count);

    /// <summary>The round's time of day in the district.</summary>
    public string TimeOfDay => $"{TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(Progress.SimTime), zone):HH:mm}";

    public Task<Snapshot> Board(CancellationToken cancel) => api.Board(round, cancel);

    /// <summary>Makes and opens the round and enrols the tablets; gives the round's id.</summary>
    public async Task<int> Prepare(CancellationToken cancel)
    {
        var district = await api.District(cancel);
        zone = TimeZoneInfo.FindSystemTimeZoneById(district.TimeZone);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var arrivals = await api.Arrivals(cancel);
        if (arrivals.Count == 0) throw new RehearsalException("The district has no arrivals to play; import a folder with arrivals.csv first.");
        await CloseOpen(cancel);
        var made = await api.MakeRound(day, $"演练 Rehearsal {day:yyyy-MM-dd}", At(day, order.People ? ClockFromWithPeople : ClockFrom, zone), order.Speed, cancel);
        round = made.Id;
        await api.OpenRound(round, cancel);
        try
        {
            players = await Enrol(day, arrivals, cancel);
            if (order.People) people = await Call(day, cancel);
        }
        catch
        {
            // What could not begin leaves no open round behind.
            await api.CloseRound(round, CancellationToken.None);
            throw;
        }
        return round;
    }

    private async Task<IReadOnlyList<TabletPlayer>> Enrol(DateOnly day, IReadOnlyList<ArrivalQuarter> arrivals, CancellationToken cancel)
    {
        var midnight = At(day, TimeOnly.MinValue, zone).ToUnixTimeMilliseconds();
        var sites = (await api.Board(round, cancel)).Sites.Select(s => new RehearsalSite(s.Site, s.LanesPlanned)).ToList();
        var until = order.Until is { } end ? At(day, end, zone).ToUnixTimeMilliseconds() : long.MaxValue;
        var enrolled = new List<TabletPlayer>();
        foreach (var morning in MorningPlan.Of(arrivals, sites, order.Seed).Sites)
        {
            var token = await api.Enrol(morning.Site, Guid.NewGuid(), cancel);
            enrolled.Add(new(server with { Token = token }, round, new(round, morning, midnight, until), time));
        }
        return enrolled;
    }

    /// <summary>Tells everybody of the plan of the morning.</summary>
    private async Task<PeoplePlayer> Call(DateOnly day, CancellationToken cancel)
    {
        var plan = await api.Publish(round, cancel);
        var snapshot = await api.Board(round, cancel);
        var clock = new RoundClock(time, DateTimeOffset.FromUnixTimeMilliseconds(snapshot.Now), time.GetUtcNow(), snapshot.Speed);
        var (midnight, starts) = (At(day, TimeOnly.MinValue, zone).ToUnixTimeMilliseconds(), plan.Shifts.ToDictionary(s => s.Code, s => (int)s.Starts.ToTimeSpan().TotalSeconds));
        var duties = plan.Sites.SelectMany(s => s.Seats).Where(s => s.Member is not null).Select(s => new RehearsedDuty(s.Member!.Id, s.Shift, starts[s.Shift]));
        return new(api, round, PeopleMorning.Of(duties, (int)((snapshot.Now - midnight) / 1000), order.Seed), midnight, clock, order.Seed, time);
    }

    /// <summary>Plays until every tablet was acknowledged all it made, and everybody who takes part has come.</summary>
    public Task Play(CancellationToken stop) => Task.WhenAll([.. players.Select(p => p.Play(stop)), people?.Play(stop) ?? Task.CompletedTask]);

    public Task Close(CancellationToken cancel) => api.CloseRound(round, cancel);

    /// <summary>One rehearsal is open at a time; one that a stopped server left behind gives way.</summary>
    public async Task CloseOpen(CancellationToken cancel)
    {
        foreach (var left in (await api.Rounds(cancel)).Where(r => r is { Rehearsal: true, State: "Open" })) await api.CloseRound(left.Id, cancel);
    }

    /// <summary>A sentence for each site where the board does not show what the tablets were acknowledged; the board is given five seconds to.</summary>
    public async Task<IReadOnlyList<string>> Differences(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var found = await DifferencesNow(cancel);
        while (found.Count > 0 && time.GetElapsedTime(began) < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancel);
            found = await DifferencesNow(cancel);
        }
        return found;
    }

    private async Task<IReadOnlyList<string>> DifferencesNow(CancellationToken cancel)
    {
        var board = (await api.Board(round, cancel)).Sites.ToDictionary(s => s.Site);
        return [.. players.Select(p => p.Outbox).Where(o => !Agrees(o, board[o.Site])).Select(o =>
            $"{o.Site}: acknowledged {o.Sum(CountKind.Arrived)} arrived and {o.Sum(CountKind.Sampled)} sampled, the board shows {board[o.Site].Arrived} and {board[o.Site].Sampled}")];
    }

    private static bool Agrees(Outbox outbox, SiteState shown) =>
        (outbox.Sum(CountKind.Arrived), outbox.Sum(CountKind.Sampled), outbox.Sum(CountKind.Left)) == (shown.Arrived + shown.Implied, shown.Sampled, shown.Left);

    private static DateTimeOffset At(DateOnly day, TimeOnly at, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(at);
        return new(local, zone.GetUtcOffset(local));
    }
}
