namespace ScreenOps.Server.Coverage;

/// <summary>Where each person of the list stands in a round: the one place that says so, so that the figures and the doors agree. Parameters: district, round.</summary>
internal static class CoverageSql
{
    /// <summary>Of a person the last row that was applied says it: sampled (2); in the line, having come (1) or because the sample was taken back (9); or gone without one (3).</summary>
    public const string Standing = """
        stands as materialized (
            select distinct on (person) person, kind, site, made from ledger where district = @district and round = @round and person is not null and refusal is null order by person, epoch desc, ord desc),
        lost as materialized (
            select distinct p.person from tube_places p join tubes t on t.district = p.district and t.barcode = p.barcode where p.district = @district and p.round = @round and t.trouble in ('Lost', 'Spoilt'))
        """;

    public const string Joined = """
        residents r left join stands s on s.person = r.id left join lost l on l.person = r.id
            left join follow_ups f on f.district = r.district and f.round = @round and f.resident = r.id
        """;

    /// <summary>In the order of Reached.</summary>
    public const string Reached = "case when s.kind = 2 then case when l.person is null then 3 else 1 end when s.kind in (1, 9) then 2 else 0 end";
}
