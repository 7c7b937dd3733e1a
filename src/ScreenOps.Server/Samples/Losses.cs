using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Samples;

/// <summary>One person, tube or box behind a check.</summary>
/// <param name="Name">Masked; null: it is not about a person.</param>
/// <param name="Code">The tube's barcode or the box's code.</param>
/// <param name="At">Unix milliseconds on the round's clock.</param>
internal sealed record LossCase(Guid? Person, string? Name, int Ticket, string? Site, string? Code, string? Other, long At, string Why);

/// <param name="Count">All of them, as far as 20,000; Cases are the first of these.</param>
internal sealed record LossCheck(Loss Loss, int Count, IReadOnlyList<LossCase> Cases);

/// <summary>The seven checks of a round, each a query of what is committed.</summary>
internal sealed class Losses(NpgsqlDataSource postgres, BoxStore boxes, Vault vault)
{
    private const int Told = 200, Most = 20_000;

    private sealed class Row
    {
        public Guid? Person { get; init; }
        public byte[]? Name { get; init; }
        public byte[]? Identity { get; init; }
        public byte[]? IdentityIndex { get; init; }
        public int Ticket { get; init; }
        public string? Site { get; init; }
        public string? Code { get; init; }
        public string? Other { get; init; }
        public long At { get; init; }
        public string Why { get; init; } = "";
    }

    public async Task<IReadOnlyList<LossCheck>> Of(RoundInfo round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var limits = await boxes.Limits(round.District, cancel);
        var late = round.Clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)limits.Warn.TotalMilliseconds;
        var of = new { round.District, round.Id, late };
        var walkIns = await Read(connection, WalkIns, of, cancel);
        return
        [
            Check(Loss.AbortedSwab, await Read(connection, Aborted, of, cancel)),
            Check(Loss.NotInTube, await Read(connection, NotInTube, of, cancel)),
            Check(Loss.WrongIdentity, [.. await Read(connection, Doubted("WrongIdentity"), of, cancel), .. walkIns.Where(NumberOfAnother)]),
            Check(Loss.OthersCode, [.. await Read(connection, Doubted("OthersCode"), of, cancel), .. await Read(connection, ShownAgain, of, cancel)]),
            Check(Loss.NoIdentityNumber, [.. walkIns.Where(w => IdentityNumber.Parse(vault.Open(w.Identity!)) is null)]),
            Check(Loss.TransportDelay, await Read(connection, Delayed, of, cancel)),
            Check(Loss.TubeScannedTwice, await Read(connection, ScannedTwice, of, cancel)),
        ];
    }

    /// <summary>The register keeps a walk-in apart from the resident whose number was said, where neither phone nor name agreed.</summary>
    private bool NumberOfAnother(Row walkIn) => IdentityNumber.Parse(vault.Open(walkIn.Identity!)) is { } number && !vault.Index(number.Text).AsSpan().SequenceEqual(walkIn.IdentityIndex);

    private LossCheck Check(Loss loss, IReadOnlyList<Row> rows) => new(loss, rows.Count,
        [.. rows.Take(Told).Select(r => new LossCase(r.Person, r.Name is null ? null : Registration.Mask(vault.Open(r.Name)), r.Ticket, r.Site, r.Code, r.Other, r.At, r.Why))]);

    private static async Task<IReadOnlyList<Row>> Read(NpgsqlConnection connection, string sql, object of, CancellationToken cancel) =>
        [.. await connection.QueryAsync<Row>(new CommandDefinition($"{sql} limit {Most}", of, cancellationToken: cancel))];

    private const string Aborted = """
        select * from (select distinct on (a.person) a.person, r.name_sealed as name, 0 as ticket, t.site, a.barcode as code, a.at, a.why from tube_acts a
            join residents r on r.id = a.person join tubes t on t.district = a.district and t.barcode = a.barcode
            where a.district = @District and a.round = @Id and a.kind = 'Abort'
                and not exists (select from tube_places p where p.district = a.district and p.round = a.round and p.person = a.person and p.state <> 'Leaving')
            order by a.person, a.at desc) x order by at desc
        """;

    /// <summary>Sampled by the ledger and not taken back, without a place; and places of a minute that the ledger has not answered.</summary>
    private const string NotInTube = """
        select s.person, r.name_sealed as name, coalesce(s.ticket, 0) as ticket, s.site, null as code, s.made as at, '' as why from ledger s join residents r on r.id = s.person
        where s.district = @District and s.round = @Id and s.kind = 2 and s.part = 0 and s.refusal is null and s.person is not null
            and not exists (select from ledger u where u.district = s.district and u.round = s.round and u.person = s.person and u.kind = 9 and u.part = 0 and u.refusal is null and u.undoes = coalesce(s.undoes, 0) + 1)
            and not exists (select from tube_places p where p.district = s.district and p.round = s.round and p.person = s.person)
        union all
        select p.person, r.name_sealed, p.ticket, t.site, p.barcode, p.made, p.state from tube_places p join residents r on r.id = p.person join tubes t on t.district = p.district and t.barcode = p.barcode
        where p.district = @District and p.round = @Id and p.state <> 'In' and p.touched < now() - interval '1 minute'
        order by at
        """;

    private const string WalkIns = """
        select p.person, r.name_sealed as name, r.identity_sealed as identity, r.identity_index as IdentityIndex, p.ticket, t.site, p.barcode as code, p.made as at, '' as why
        from residents r join tube_places p on p.district = r.district and p.round = @Id and p.person = r.id join tubes t on t.district = p.district and t.barcode = p.barcode
        where r.district = @District and r.walk_in order by p.made desc
        """;

    private static string Doubted(string doubt) => $"""
        select p.person, r.name_sealed as name, p.ticket, t.site, p.barcode as code, p.made as at, coalesce(p.doubt_why, '') as why
        from tube_places p join residents r on r.id = p.person join tubes t on t.district = p.district and t.barcode = p.barcode
        where p.district = @District and p.round = @Id and p.doubt = '{doubt}' order by p.made desc
        """;

    private const string ShownAgain = """
        select a.person, r.name_sealed as name, 0 as ticket, t.site, a.other as code, a.barcode as other, a.at, a.why from tube_acts a join residents r on r.id = a.person
        left join tubes t on t.district = a.district and t.barcode = a.barcode where a.district = @District and a.round = @Id and a.kind = 'ShownAgain' order by a.at desc
        """;

    /// <summary>Boxes that the lab has not signed, and tubes that lie in none.</summary>
    private const string Delayed = """
        select null::uuid as person, 0 as ticket, b.site, b.code, null as other, min(t.first_swab) as at, '' as why from boxes b join tubes t on t.district = b.district and t.box = b.code
        where b.district = @District and b.round = @Id and not exists (select from box_signatures s where s.district = b.district and s.code = b.code and s.side = 'Lab')
        group by b.district, b.code having min(t.first_swab) <= @late
        union all
        select null, 0, site, barcode, null, first_swab, 'tube' from tubes where district = @District and round = @Id and box is null and first_swab <= @late
        order by at
        """;

    private const string ScannedTwice = """
        select null::uuid as person, 0 as ticket, t.site, a.barcode as code, a.other, a.at, a.why from tube_acts a left join tubes t on t.district = a.district and t.barcode = a.barcode
        where a.district = @District and a.round = @Id and a.kind = 'ScannedAgain' order by a.at desc
        """;
}
