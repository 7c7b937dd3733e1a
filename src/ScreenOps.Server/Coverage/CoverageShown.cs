using ScreenOps.Core.Coverage;

namespace ScreenOps.Server.Coverage;

/// <summary>How far a round has come with the people of the list, by village and grid.</summary>
/// <param name="At">Unix milliseconds on the round's clock when it was worked out.</param>
/// <param name="WalkIns">Sampled people who are on no list.</param>
/// <param name="Unnamed">Samples that sites counted beyond those of known people: whose they are, nobody can say.</param>
internal sealed record CoverageShown(long At, double Speed, CoverageCount Count, int WalkIns, long Unnamed, IReadOnlyList<VillageCoverage> Villages);

/// <param name="Name">Masked.</param>
/// <param name="Site">Where the person stands in line or was sampled.</param>
/// <param name="SampledAt">Unix milliseconds on the round's clock.</param>
/// <param name="Heard">What was heard of the person, by whom and when on the round's clock.</param>
internal sealed record HomePerson(Guid Id, string Name, string Relation, int? Born, bool Immobile, Reached Reached, string? Site, long? SampledAt, FollowUp? Heard, string? HeardBy, long? HeardAt);

/// <param name="Household">Its number on the list; empty: of a person whom the list gives no household.</param>
internal sealed record HomeShown(string Household, string MicroGrid, string Door, IReadOnlyList<HomePerson> People);

/// <summary>A grid's households in which somebody has no sample, with all who live there.</summary>
/// <param name="Left">Households that are not told, since there are too many.</param>
internal sealed record HomesShown(string Village, string Grid, long At, double Speed, CoverageCount Count, IReadOnlyList<HomeShown> Homes, int Left);

/// <param name="Heard">Null: takes back what was said.</param>
internal sealed record HeardOrder(FollowUp? Heard);
