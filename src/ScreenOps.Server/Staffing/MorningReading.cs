using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>What happened to duties of a round that its plan alone does not say.</summary>
/// <param name="Told">By member and shift, when the member was last told or said yes to an offer.</param>
/// <param name="AbsentLast">By member, when the last duty of all was that the member missed.</param>
/// <param name="Last">By member and shift, the last step of whoever gave up a seat.</param>
internal sealed record DutyHistory(
    IReadOnlyDictionary<(Guid, string), DateTimeOffset> Told, IReadOnlyDictionary<Guid, DateTimeOffset> AbsentLast, IReadOnlyDictionary<(Guid, string), (DateTimeOffset At, string Reason)> Last);

/// <summary>The morning of a round as the command centre sees it.</summary>
internal sealed class MorningReading(NpgsqlDataSource postgres, RoundBook book, PlanStore plans, AskingStore askings, Handovers handovers, IOptions<DutyOptions> options)
{
    private const int MostSpare = 100, MostAskings = 50;

    public async Task<MorningShown?> Read(string district, int id, CancellationToken cancel)
    {
        if (await book.Round(district, id) is not { State: not RoundState.Pattern } round) return null;
        var zone = (await book.District(district)).Zone();
        var plan = await plans.Read(round, cancel);
        var (history, asked, stays) = (await History(round, zone, cancel), await askings.OfRound(round, cancel), await askings.Stays(round, cancel));
        var lastAsked = await askings.LastAsked(round, cancel);
        var view = new MorningView(plan, zone, history, asked, stays, lastAsked, options.Value.Rules);
        var spare = view.Spare();
        return new(round.Id, plan.State, plan.Version, view.Now.ToUnixTimeMilliseconds(), round.Clock.Speed, view.Shifts(), view.AtRisk(), view.Empty(),
            [.. asked.Where(a => a.State != AskingState.Open).Take(MostAskings).Select(view.Shown)], spare.Count, [.. spare.Take(MostSpare)], await handovers.OfRound(round, zone, cancel));
    }

    /// <summary>All duties with what is known of them, for the clock.</summary>
    public async Task<IReadOnlyList<WatchedDuty>> Watched(RoundInfo round, CancellationToken cancel)
    {
        var zone = (await book.District(round.District)).Zone();
        return MorningView.Watched(await plans.Read(round, cancel), zone, await History(round, zone, cancel));
    }

    private async Task<DutyHistory> History(RoundInfo round, TimeZoneInfo zone, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition("""
            select member, shift, max(at) from duty_steps where district = @District and round = @Id and step in ('Told', 'Accept') group by member, shift;
            select member, day, starts::interval from (
                select distinct on (a.member) a.member, a.state, r.day, s.starts from assignments a join rounds r on r.district = a.district and r.id = a.round
                    join shifts s on s.district = a.district and s.round = a.round and s.code = a.shift
                where a.district = @District and a.round <> @Id and r.state in ('Closed', 'Sealed') and (@Rehearsal or not r.rehearsal) and a.state in ('Published', 'Confirmed', 'Present', 'Absent')
                order by a.member, r.day desc, r.id desc, s.starts desc) last where state = 'Absent';
            select distinct on (member, shift) member, shift, at, reason from duty_steps where district = @District and round = @Id and step in ('Decline', 'Miss') order by member, shift, at desc
            """, new { round.District, round.Id, round.Rehearsal }, cancellationToken: cancel));
        var told = (await rows.ReadAsync<(Guid Member, string Shift, DateTime At)>()).ToDictionary(r => (r.Member, r.Shift), r => ShiftSpans.Local(r.At, zone));
        var absent = (await rows.ReadAsync<(Guid Member, DateOnly Day, TimeSpan Starts)>()).ToDictionary(r => r.Member, r => ShiftSpans.Of(r.Day, TimeOnly.FromTimeSpan(r.Starts), TimeOnly.FromTimeSpan(r.Starts), zone).Starts);
        var last = (await rows.ReadAsync<(Guid Member, string Shift, DateTime At, string Reason)>()).ToDictionary(r => (r.Member, r.Shift), r => (ShiftSpans.Local(r.At, zone), r.Reason));
        return new(told, absent, last);
    }
}
