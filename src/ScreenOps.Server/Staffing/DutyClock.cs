using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// Does what time alone decides: offers expire and the next people are asked, and who did not come is absent. Every server does; a row that one has changed
/// is not changed by another.
/// </summary>
internal sealed class DutyClock(NpgsqlDataSource postgres, RoundBook book, Askings askings, DutyStore store, MorningReading reading, IOptions<DutyOptions> options, TimeProvider time, ILogger<DutyClock> log) : BackgroundService
{
    /// <summary>How often a round is looked at for who is late, on its own clock: each look reads all its duties.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(string District, int Round), DateTimeOffset> looked = [];

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Tick, time);
        while (await timer.WaitForNextTickAsync(stop)) await Look(stop);
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            foreach (var (district, round) in await Asking(stop))
                if (await book.Round(district, round) is { } info) await askings.Advance(info, stop);
            foreach (var (district, round) in await Late(stop))
                if (await book.Round(district, round) is { } info) await MarkAbsent(info, stop);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            log.ClockAway(e);
        }
    }

    private async Task<IReadOnlyList<(string District, int Round)>> Asking(CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        return [.. await connection.QueryAsync<(string, int)>(new CommandDefinition("select distinct district, round from askings where state = 'Open'", cancellationToken: stop))];
    }

    /// <summary>Open rounds with a shift in which somebody may be late enough by now.</summary>
    private async Task<IReadOnlyList<(string District, int Round)>> Late(CancellationToken stop)
    {
        if (options.Value.NoShowAfter <= TimeSpan.Zero) return [];
        await using var connection = await postgres.OpenConnectionAsync(stop);
        var shifts = await connection.QueryAsync<(string District, int Round, DateOnly Day, string Zone, TimeSpan Starts)>(new CommandDefinition("""
            select r.district, r.id, r.day, d.time_zone, min(s.starts)::interval from rounds r join districts d on d.code = r.district join shifts s on s.district = r.district and s.round = r.id
            where r.state = 'Open' and exists (select from assignments a where a.district = s.district and a.round = s.round and a.shift = s.code and a.state in ('Published', 'Confirmed'))
                and exists (select from assignments a where a.district = s.district and a.round = s.round and a.shift = s.code and a.state = 'Present')
            group by r.district, r.id, r.day, d.time_zone
            """, cancellationToken: stop));
        var late = new List<(string, int)>();
        foreach (var s in shifts)
        {
            var starts = ShiftSpans.Of(s.Day, TimeOnly.FromTimeSpan(s.Starts), TimeOnly.FromTimeSpan(s.Starts), TimeZoneInfo.FindSystemTimeZoneById(s.Zone)).Starts;
            if (await book.Round(s.District, s.Round) is not { } round || round.Clock.GetUtcNow() is var now && now < starts + options.Value.NoShowAfter) continue;
            if (looked.TryGetValue((s.District, s.Round), out var last) && now - last < Between) continue;
            looked[(s.District, s.Round)] = now;
            late.Add((s.District, s.Round));
        }
        return late;
    }

    private async Task MarkAbsent(RoundInfo round, CancellationToken stop)
    {
        var (now, rules, zone, absent) = (round.Clock.GetUtcNow(), options.Value.Rules, (await book.District(round.District)).Zone(), 0);
        foreach (var missed in DutyWatch.NoShows(await reading.Watched(round, stop), now, rules))
            if (await store.Take(round, zone, new(Guid.NewGuid(), missed.Duty.Member, missed.Duty.Seat.Shift, missed.Duty.Seat.Site, DutyAct.Miss, Actor.Clock, now, ""), rules, stop) is DutyResult.Told { Outcome: DutyOutcome.Done }) absent++;
        if (absent > 0) log.NoShows(round.District, round.Id, absent);
    }
}
