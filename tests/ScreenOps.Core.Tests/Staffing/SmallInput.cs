using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Core.Tests.Staffing;

/// <summary>Sites S1 to S3 in a row, 0.1 degrees apart; the shifts A and B touch, C comes after a gap and D overlaps A.</summary>
internal static class SmallInput
{
    public static readonly PlanShift[] Shifts = [new("A", new(6, 0), new(9, 0)), new("B", new(9, 0), new(12, 0)), new("C", new(14, 0), new(16, 0)), new("D", new(8, 0), new(8, 30))];
    public static readonly PlanSite[] Sites = [new("S1", "V1", 36.7, 117.5), new("S2", "V2", 36.7, 117.6), new("S3", "V3", 36.7, 117.7)];

    public static readonly PlanInput Input = new(Shifts, Sites,
        from site in Sites from shift in Shifts from role in new[] { Role.Sampler, Role.Registrar } select new PlanPost(site.Code, shift.Code, role, 2),
        [Member(1, "V1", null), Member(2, "V2", null), Member(3, "V1", ["A"]), Member(4, "nowhere", null, Role.Courier)]);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static Candidate Member(int number, string village, string[]? shifts, params Role[] roles) => new(Id(number), village, roles.Length > 0 ? roles : [Role.Sampler], shifts);

    public static Seat Seat(string site, string shift, int number = 0, Role role = Role.Sampler) => new(site, shift, role, number);

    public static Assignment On(this int member, Seat seat, AssignmentState state = AssignmentState.Proposed, bool locked = false) => new(seat, Id(member), state, locked);

    public static Rule[] Rules(params Assignment[] plan) => [.. PlanCheck.Violations(Input, plan, []).Select(v => v.Rule)];
}
