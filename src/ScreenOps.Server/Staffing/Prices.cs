namespace ScreenOps.Server.Staffing;

/// <summary>What a seat of each post is worth, and a unit of unfilled weight, in nanometres. Any prices give a bound; the right ones a close one.</summary>
/// <param name="Seat">By post.</param>
/// <param name="Weight">Not below zero.</param>
/// <param name="Ways">False: ways cost nothing, so that the bound is one of the weight.</param>
internal sealed record Prices(long[] Seat, long Weight, bool Ways = true)
{
    /// <summary>Of prices where ways cost nothing.</summary>
    public const long WeightUnit = 1_000_000_000;
}
