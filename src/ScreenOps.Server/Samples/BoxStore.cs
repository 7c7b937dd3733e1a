using Dapper;
using Npgsql;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Samples;

internal enum BoxActKind { Make, Pack, Unpack, Seal, Unseal, Sign }

/// <summary>What is done with a box. Each act may be sent twice; the second changes nothing.</summary>
/// <param name="Site">Make: where; left out by a sender that is of one site.</param>
/// <param name="Barcode">Pack and Unpack: the tube.</param>
/// <param name="Made">Unix milliseconds on the round's clock when it was done; null: now.</param>
internal sealed record BoxAct(BoxActKind? Kind, string? Site = null, string? Barcode = null, long? Made = null);

/// <summary>Who sends: beside what a tube's sender is, the side for which it signs and the name that stands under it.</summary>
internal sealed record BoxSender(string? Site, Guid Actor, BoxSide Side, string Name);

internal sealed record BoxSignature(BoxSide Side, string Name, long At);

/// <param name="FirstSwab">Unix milliseconds of the earliest swab in it: the start of its clock; null: it is empty.</param>
/// <param name="Received">The lab's signature, which ends the clock.</param>
internal sealed record BoxShown(string Code, string Site, long MadeAt, long? SealedAt, long? FirstSwab, long? Received, TransportState State, int Tubes, int People, IReadOnlyList<BoxSignature> Signatures, IReadOnlyList<string> Barcodes);

internal sealed record BoxAnswer(BoxOutcome Outcome, string? Cure, BoxShown? Box);

/// <summary>Boxes: closed tubes in, sealed, and three signatures on their way. One transaction an act, decided on the locked box.</summary>
internal sealed class BoxStore(NpgsqlDataSource postgres, SiteBook sites, Vault vault)
{
    private const int Most = 2000;

    public async Task<BoxOutcome> Act(RoundInfo round, BoxSender sender, string code, BoxAct act, CancellationToken cancel)
    {
        var now = round.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var made = Math.Min(act.Made ?? now, now);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        Task<int> Write(string sql, object values) => connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancel));
        if (act.Kind == BoxActKind.Make)
        {
            if ((act.Site ?? sender.Site) is not { } site || (sender.Site is not null && site != sender.Site) || !await sites.Has(round.District, round.Id, site)) return BoxOutcome.OtherSite;
            await Write("insert into boxes (district, code, round, site, made_at) values (@District, @code, @Id, @site, @made) on conflict do nothing", new { round.District, code, round.Id, site, made });
            var own = await Locked(connection, transaction, round.District, code, cancel);
            await transaction.CommitAsync(cancel);
            return own!.Round == round.Id && own.Site == site && !own.IsSealed ? BoxOutcome.Done : BoxOutcome.CodeUsed;
        }
        var box = await Locked(connection, transaction, round.District, code, cancel);
        var barcode = SampleCode.Parse(act.Barcode)?.Text;
        var tube = barcode is null ? null : await LockedTube(connection, transaction, round.District, barcode, cancel);
        var of = new { round.District, round.Id, code, barcode, made, sender.Actor, Name = vault.SealText(sender.Name), side = sender.Side.ToString(), scanned = Guid.NewGuid(), now };
        var outcome = act.Kind switch
        {
            BoxActKind.Pack => BoxRules.Pack(box, round.Id, sender.Site, tube),
            BoxActKind.Unpack => BoxRules.Unpack(box, round.Id, sender.Site, tube),
            BoxActKind.Seal => BoxRules.Seal(box, round.Id, sender.Site),
            BoxActKind.Unseal => BoxRules.Unseal(box, round.Id, sender.Site),
            _ => BoxRules.Sign(box, round.Id, sender.Site, sender.Side),
        };
        if (outcome is BoxOutcome.InOtherBox)
            await Write("insert into tube_acts (id, district, round, barcode, kind, other, actor, made, at) values (@scanned, @District, @Id, @barcode, 'ScannedAgain', @code, @Actor, @made, @now)", of);
        if (outcome is BoxOutcome.Done)
            await Write(act.Kind switch
            {
                BoxActKind.Pack => "update tubes set box = @code where district = @District and barcode = @barcode",
                BoxActKind.Unpack => "update tubes set box = null where district = @District and barcode = @barcode",
                BoxActKind.Seal => "update boxes set sealed_at = @made, first_swab = (select min(first_swab) from tubes t where t.district = boxes.district and t.box = boxes.code) where district = @District and code = @code",
                BoxActKind.Unseal => "update boxes set sealed_at = null, first_swab = null where district = @District and code = @code",
                _ => "insert into box_signatures (district, code, side, actor, name, at) values (@District, @code, @side, @Actor, @Name, @made)",
            }, of);
        await transaction.CommitAsync(cancel);
        return outcome;
    }

    private static async Task<Box?> Locked(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, string code, CancellationToken cancel)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(int Round, string Site, bool IsSealed)?>(new CommandDefinition(
            "select round, site, sealed_at is not null from boxes where district = @district and code = @code for update", new { district, code }, transaction, cancellationToken: cancel));
        if (row is not var (round, site, isSealed)) return null;
        var tubes = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*)::int from tubes where district = @district and box = @code", new { district, code }, transaction, cancellationToken: cancel));
        var signed = await connection.QueryAsync<string>(new CommandDefinition("select side from box_signatures where district = @district and code = @code", new { district, code }, transaction, cancellationToken: cancel));
        return new(code, round, site, tubes, isSealed, [.. signed.Select(Enum.Parse<BoxSide>)]);
    }

    private static async Task<Tube?> LockedTube(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, string barcode, CancellationToken cancel) =>
        await connection.QuerySingleOrDefaultAsync<(string Barcode, int Round, string Site, int Size, int Filled, string State, string? Box)?>(new CommandDefinition(
            "select barcode, round, site, size, filled, state, box from tubes where district = @district and barcode = @barcode for update", new { district, barcode }, transaction, cancellationToken: cancel))
            is { } t ? new(t.Barcode, t.Round, t.Site, t.Size, t.Filled, Enum.Parse<TubeState>(t.State), t.Box) : null;

    public async Task<TransportLimits> Limits(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var (warn, alarm) = await connection.QuerySingleAsync<(int, int)>(new CommandDefinition("select transport_warn_minutes, transport_alarm_minutes from districts where code = @district", new { district }, cancellationToken: cancel));
        return new(TimeSpan.FromMinutes(warn), TimeSpan.FromMinutes(alarm));
    }

    public async Task SetLimits(string district, int warnMinutes, int alarmMinutes, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("update districts set transport_warn_minutes = @warnMinutes, transport_alarm_minutes = @alarmMinutes where code = @district",
            new { district, warnMinutes, alarmMinutes }, cancellationToken: cancel));
    }

    /// <summary>The boxes of a round, those on their way longest first.</summary>
    /// <param name="site">Null: of all sites.</param>
    /// <param name="code">Null: all of them.</param>
    public async Task<IReadOnlyList<BoxShown>> OfRound(RoundInfo round, string? site, string? code, CancellationToken cancel)
    {
        var limits = await Limits(round.District, cancel);
        var now = round.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition("""
            select b.code, b.site, b.made_at as MadeAt, b.sealed_at as SealedAt, coalesce(b.first_swab, min(t.first_swab)) as FirstSwab,
                coalesce(sum(t.filled), 0)::int as People, coalesce(array_agg(t.barcode order by t.barcode) filter (where t.barcode is not null), '{}') as Barcodes
            from boxes b left join tubes t on t.district = b.district and t.box = b.code
            where b.district = @District and b.round = @Id and (@site::text is null or b.site = @site) and (@code::text is null or b.code = @code)
            group by b.district, b.code order by FirstSwab nulls last, b.code limit @Most;
            select s.code, s.side, s.name, s.at from box_signatures s join boxes b on b.district = s.district and b.code = s.code where b.district = @District and b.round = @Id order by s.at
            """, new { round.District, round.Id, site, code, Most }, cancellationToken: cancel));
        var boxes = (await read.ReadAsync<Row>()).ToList();
        var signatures = (await read.ReadAsync<(string Code, string Side, string Name, long At)>()).ToLookup(s => s.Code, s => new BoxSignature(Enum.Parse<BoxSide>(s.Side), vault.OpenText(s.Name), s.At));
        return [.. boxes.Select(b =>
        {
            var received = signatures[b.Code].FirstOrDefault(s => s.Side == BoxSide.Lab)?.At;
            return new BoxShown(b.Code, b.Site, b.MadeAt, b.SealedAt, b.FirstSwab, received, limits.Of(b.FirstSwab, received, now), b.Barcodes.Length, b.People, [.. signatures[b.Code]], b.Barcodes);
        })];
    }

    private sealed class Row
    {
        public string Code { get; init; } = "";
        public string Site { get; init; } = "";
        public long MadeAt { get; init; }
        public long? SealedAt { get; init; }
        public long? FirstSwab { get; init; }
        public int People { get; init; }
        public string[] Barcodes { get; init; } = [];
    }
}
