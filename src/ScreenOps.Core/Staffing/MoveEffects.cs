namespace ScreenOps.Core.Staffing;

/// <summary>What a move would do, before anybody does it.</summary>
/// <param name="Weight">Unfilled weight of the plan after it.</param>
/// <param name="TravelKm">Of the plan after it.</param>
/// <param name="Km">From the member's home to the seat's site; null: into the pool, or the way is unknown.</param>
/// <param name="Why">The rule that it breaks; then nothing else is said, and the move would be refused.</param>
public sealed record MoveEffect(Move Move, int Weight, double TravelKm, double? Km, Guid? Displaced, Seat? DisplacedTo, Violation? Why);

/// <summary>The effect is worked out by the very move, on the assignments that it can touch: those of the mover and of who sits there.</summary>
public sealed class MoveEffects
{
    private readonly PlanInput input;
    private readonly ILookup<Guid, Assignment> own;
    private readonly Dictionary<Seat, Guid> sitting;

    public MoveEffects(PlanInput input, IReadOnlyCollection<Assignment> plan)
    {
        (this.input, Before) = (input, PlanFigures.Of(input, plan));
        own = plan.ToLookup(a => a.Member);
        sitting = plan.Where(a => a.Holds).ToDictionary(a => a.Seat, a => a.Member);
    }

    public PlanFigures Before { get; }

    public MoveEffect Of(Move move)
    {
        var touched = new List<Assignment>(own[move.Member]);
        if (move.To is { } there && sitting.TryGetValue(there, out var who) && who != move.Member) touched.AddRange(own[who]);
        var (moved, why) = HandMove.Apply(input, touched, move);
        if (moved is null) return new(move, Before.UnfilledWeight, Before.TravelKm, null, null, null, why);
        return new(move, Before.UnfilledWeight + Filled(touched) - Filled(moved.Plan), Before.TravelKm - Ways(touched) + Ways(moved.Plan), move.To is { } to ? Way(move.Member, to) : null, moved.Displaced, moved.DisplacedTo, null);
    }

    /// <summary>For each seat of the round: the member there, from the seat it has or in addition to it.</summary>
    public IEnumerable<MoveEffect> Of(Guid member, Seat? from) => input.Seats.Where(s => s != from).Select(s => Of(new(member, from, s)));

    /// <summary>Everybody who could take the seat by leaving another of the same shift: what leaves least unfilled first, then the shortest ways.</summary>
    public IEnumerable<MoveEffect> Movers(Seat seat) => input.Members
        .SelectMany(m => own[m.Id].Where(a => a.Holds && a.Seat.Shift == seat.Shift && a.Seat != seat).Select(a => Of(new(m.Id, a.Seat, seat))))
        .Where(e => e.Why is null).OrderBy(e => e.Weight).ThenBy(e => e.TravelKm).ThenBy(e => e.Move.Member);

    private int Filled(IEnumerable<Assignment> plan) => plan.Where(a => a.Holds && input.Has(a.Seat)).Sum(a => Districts.Roles.Weight(a.Seat.Role));

    private double Ways(IEnumerable<Assignment> plan) => plan.Where(a => a.Holds).Select(a => (a.Member, a.Seat)).DistinctBy(a => (a.Member, a.Seat.Site)).Sum(a => Way(a.Member, a.Seat) ?? 0);

    private double? Way(Guid member, Seat seat) => input.Member(member) is { } m ? input.Km(m.Village, seat.Site) : null;
}
