using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Samples;

/// <param name="Sampled">In the tube; the others live with somebody who is.</param>
/// <param name="Name">Masked, as the phone is.</param>
internal sealed record CallBack(string Barcode, Guid Id, bool Sampled, string Name, string Phone, string Household, string Relation, string Village, string Grid, string Door);

internal sealed record CallBackTube(string Barcode, string Site, TubeTrouble Trouble, long At, string Why, int People);

/// <param name="People">By tube, household and then whoever was sampled first.</param>
internal sealed record CallBackList(IReadOnlyList<CallBackTube> Tubes, IReadOnlyList<CallBack> People);

/// <summary>Whom to call when a tube is lost, spoilt or flagged: the people in it and those who live with them.</summary>
internal sealed class CallBacks(NpgsqlDataSource postgres, Vault vault)
{
    private const int Most = 20_000;

    public const string Sql = """
        select t.barcode, h.id, h.id = p.person as sampled, h.name_sealed as name, h.phone_sealed as phone, h.household, h.relation, h.village, h.grid, h.door
        from tubes t join tube_places p on p.district = t.district and p.barcode = t.barcode join residents r on r.id = p.person
        join lateral (select * from residents s where s.id = r.id union all
            select * from residents m where m.district = r.district and m.household = r.household and r.household <> '' and m.id <> r.id) h on true
        where t.district = @district and t.round = @round and t.trouble is not null and (@barcode::text is null or t.barcode = @barcode)
        order by t.barcode, h.household, h.id = p.person desc, h.id limit @most
        """;

    /// <param name="barcode">Null: of all tubes of the round.</param>
    public async Task<CallBackList> Of(string district, int round, string? barcode, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var tubes = (await connection.QueryAsync<(string Barcode, string Site, string Trouble, long At, string Why, int People)>(new CommandDefinition("""
            select barcode, site, trouble, trouble_at, coalesce(trouble_why, ''), filled from tubes
            where district = @district and round = @round and trouble is not null and (@barcode::text is null or barcode = @barcode) order by trouble_at desc, barcode
            """, new { district, round, barcode }, cancellationToken: cancel))).Select(t => new CallBackTube(t.Barcode, t.Site, Enum.Parse<TubeTrouble>(t.Trouble), t.At, t.Why, t.People)).ToList();
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { district, round, barcode, most = Most }, cancellationToken: cancel));
        // Two of a household in one tube are both sampled, and each once in the list.
        var people = rows.GroupBy(r => (r.Barcode, r.Id)).Select(g => g.OrderByDescending(r => r.Sampled).First())
            .Select(r => new CallBack(r.Barcode, r.Id, r.Sampled, Registration.Mask(vault.Open(r.Name)), r.Phone is null ? "" : Members.Mask(vault.Open(r.Phone)), r.Household, r.Relation, r.Village, r.Grid, r.Door));
        return new(tubes, [.. people]);
    }

    private sealed class Row
    {
        public string Barcode { get; init; } = "";
        public Guid Id { get; init; }
        public bool Sampled { get; init; }
        public byte[] Name { get; init; } = [];
        public byte[]? Phone { get; init; }
        public string Household { get; init; } = "";
        public string Relation { get; init; } = "";
        public string Village { get; init; } = "";
        public string Grid { get; init; } = "";
        public string Door { get; init; } = "";
    }
}
