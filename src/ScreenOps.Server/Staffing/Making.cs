namespace ScreenOps.Server.Staffing;

/// <param name="WeightBound">No plan leaves less weight unfilled.</param>
/// <param name="KmBound">No plan that leaves no more unfilled has shorter ways; 0 while nothing is known.</param>
internal sealed record MakingBest(int Seats, int Filled, int UnfilledWeight, int WeightBound, double TravelKm, double KmBound);

/// <param name="Best">The best plan so far; null: there is none yet.</param>
internal sealed record MakingShown(bool Running, MakingBest? Best);

/// <summary>The search that runs, so that it can be watched and stopped.</summary>
internal sealed class Making(string district, int round, CancellationToken cancel) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private volatile MakingBest? best;

    public CancellationToken Stopping => stop.Token;

    public MakingShown Shown => new(true, best);

    public bool Is(string ofDistrict, int ofRound) => (district, round) == (ofDistrict, ofRound);

    public void Better(Solved s) => best = new(s.Figures.Seats, s.Figures.Filled, s.Figures.UnfilledWeight, s.WeightBound, s.Figures.TravelKm, s.KmBound);

    public Task Stop() => stop.CancelAsync();

    public void Dispose() => stop.Dispose();
}
