using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>
/// A plan's task as numbers: what is left to decide beside what is fixed. A post has the number (shift x sites + site) x roles + role. Ways are whole
/// numbers of a nanometre, rounded down, so that sums of them are exact and a bound made of them is one.
/// </summary>
internal sealed class Layout
{
    public const int Roles = 8;
    public const double PerKm = 1e12;

    // 100,000 km: prices are multiples of it and have to stay within 64 bits.
    private const long MostKeeping = 100_000_000_000_000_000;

    private readonly PlanInput input;
    private readonly Dictionary<string, int> sites, shifts, homes = [];
    private readonly List<long[]> ways = [];
    private readonly List<int>[] numbers;
    private readonly int[] wanted;
    private WeightBound? limits;

    public Layout(PlanTask task)
    {
        input = task.Input;
        Shifts = [.. input.Shifts.Where(s => input.Posts.Any(p => p.Shift == s.Code))];
        if (PlanTask.TooManyShifts(input)) throw new InvalidOperationException($"{Shifts.Count} shifts cannot be planned as one; {PlanTask.MostShifts} are the most. Plan them in two rounds.");
        Sites = [.. input.Posts.Select(p => p.Site).Distinct()];
        (sites, shifts) = (Numbers(Sites), Numbers(Shifts.Select(s => s.Code)));
        numbers = new List<int>[Shifts.Count * Sites.Count * Roles];
        var taken = task.Fixed.Select(a => a.Seat).ToHashSet();
        foreach (var post in input.Posts)
            numbers[Post(shifts[post.Shift], sites[post.Site], (int)post.Role)] = [.. Enumerable.Range(0, post.Seats).Where(n => !taken.Contains(new(post.Site, post.Shift, post.Role, n)))];
        Vacant = [.. numbers.Select(n => n?.Count ?? 0)];
        Live = [.. Enumerable.Range(0, Vacant.Length).Where(p => Vacant[p] > 0)];
        wanted = [.. Enumerable.Range(0, Shifts.Count).Select(s => Live.Where(p => ShiftOf(p) == s).Aggregate(0, (all, p) => all | 1 << RoleOf(p)))];
        Splits = ShiftSplits.Of(Shifts);
        Crews = Crew.Of(this, task);
        FixedKm = PlanFigures.Of(input, task.Fixed).TravelKm;
        Farthest = ways.Count == 0 ? 0 : ways.Max(w => w.Max());
        Had = Crews.Sum(c => c.Standing.Length * c.Members.Count);
        if (task.Aim == PlanAim.FewMoves) Keeping = Math.Min(MostKeeping, (Farthest + 1) * (9 * Math.Max(0, Limits.Filled - Had) + 20));
    }

    public IReadOnlyList<PlanShift> Shifts { get; }

    public IReadOnlyList<string> Sites { get; }

    /// <summary>By post: its seats that nobody has for good.</summary>
    public int[] Vacant { get; }

    /// <summary>Posts with such a seat.</summary>
    public int[] Live { get; }

    public Crew[] Crews { get; }

    /// <summary>How the shifts of one member may be shared out over sites.</summary>
    public IReadOnlyList<int[]> Splits { get; }

    /// <summary>Ways of what is fixed.</summary>
    public double FixedKm { get; }

    public long Farthest { get; }

    /// <summary>Posts that members have as the plan stands, and may lose.</summary>
    public int Had { get; }

    public WeightBound Limits => limits ??= WeightBound.Of(this);

    /// <summary>What a duty is better by for each of them that it keeps; 0: that is looked at later.</summary>
    public long Keeping { get; }

    public int Post(int shift, int site, int role) => (shift * Sites.Count + site) * Roles + role;

    public int ShiftOf(int post) => post / Roles / Sites.Count;

    public int SiteOf(int post) => post / Roles % Sites.Count;

    public static int RoleOf(int post) => post % Roles;

    public static int Weight(int post) => ((Role)RoleOf(post)).Weight();

    /// <summary>Null: no seat of it is left to decide on.</summary>
    public int? Post(Seat seat) => shifts.TryGetValue(seat.Shift, out var shift) && sites.TryGetValue(seat.Site, out var site) && Post(shift, site, (int)seat.Role) is var post && Vacant[post] > 0 ? post : null;

    public Seat Seat(int post, int number) => new(Sites[SiteOf(post)], Shifts[ShiftOf(post)].Code, (Role)RoleOf(post), number);

    /// <summary>Numbers of the post's vacant seats.</summary>
    public IReadOnlyList<int> Free(int post) => numbers[post];

    public PlanShift Shift(string code) => input.Shifts.First(s => s.Code == code);

    /// <summary>-1: a site without posts.</summary>
    public int Site(string code) => sites.GetValueOrDefault(code, -1);

    /// <param name="site">-1: any.</param>
    public bool Wants(int shift, int site, int roles) => site < 0 ? (wanted[shift] & roles) != 0
        : Enumerable.Range(0, Roles).Any(r => (roles >> r & 1) != 0 && Vacant[Post(shift, site, r)] > 0);

    public int RolesWanted(int inShifts) => Enumerable.Range(0, Shifts.Count).Where(s => (inShifts >> s & 1) != 0).Aggregate(0, (all, s) => all | wanted[s]);

    public int Homes => ways.Count;

    /// <summary>The way from a home to each site; from a village without a site none is counted.</summary>
    public ReadOnlySpan<long> Ways(int home) => ways[home];

    public long Way(Crew crew, int site) => crew.Counted.Contains(site) ? 0 : ways[crew.Home][site];

    public int Home(string village)
    {
        if (homes.TryGetValue(village, out var home)) return home;
        ways.Add([.. Sites.Select(s => (long)((input.Km(village, s) ?? 0) * PerKm))]);
        return homes[village] = ways.Count - 1;
    }

    private static Dictionary<string, int> Numbers(IEnumerable<string> names) => names.Select((n, i) => (n, i)).ToDictionary(x => x.n, x => x.i);
}
