using CsCheck;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Tests.Staffing;

/// <summary>Districts of few people at random: three sites in a bent row, two shifts that touch and one after a gap, roles that overlap, a home without a site.</summary>
internal static class TinyDistrict
{
    private static readonly PlanShift[] Shifts = [new("A", new(6, 0), new(9, 0)), new("B", new(9, 0), new(12, 0)), new("C", new(14, 0), new(16, 0)), new("D", new(11, 0), new(13, 0))];
    private static readonly Role[] Roles = [Role.Sampler, Role.Registrar, Role.Marshal];

    private static readonly Gen<Candidate> Person = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 7], Gen.Int[0, 7], (home, roles, when) => new Candidate(
        default, $"V{home}", [.. Roles.Where((_, i) => (roles >> i & 1) != 0)], when switch { 0 => ["A"], 1 => ["B"], 2 => ["B", "C"], _ => null }));

    private static readonly Gen<PlanPost> Post = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 2], (site, shift, role, seats) => new PlanPost($"S{site}", Shifts[shift].Code, Roles[role], seats));

    /// <param name="most">People.</param>
    public static Gen<PlanInput> Of(int most) => Gen.Select(Person.Array[1, most], Post.Array[1, 6], Gen.Double[0, 0.05]).Select((people, posts, bend) => new PlanInput(
        Shifts, [new("S0", "V0", 36.70, 117.5), new("S1", "V1", 36.71 + bend, 117.53), new("S2", "V2", 36.72, 117.56 + bend)],
        posts.DistinctBy(p => (p.Site, p.Shift, p.Role)), people.Select((p, i) => p with { Id = new(i + 1, 0, 0, new byte[8]) })));
}
