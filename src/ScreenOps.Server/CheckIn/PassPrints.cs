using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using QRCoder;
using ScreenOps.Core.CheckIn;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>Which residents; an empty text is all.</summary>
internal sealed record PrintFilter(string Village, string Grid, string Household);

/// <summary>Residents of a grid, for choosing what to print.</summary>
internal sealed record PrintPlace(string Village, string Grid, int Residents);

/// <param name="Name">In full: paper without a name is nobody's.</param>
/// <param name="Qr">A PNG in base64, one pixel a module with its quiet zone.</param>
internal sealed record PassCardShown(string Name, string Village, string Grid, string Household, string Door, string Tail, DateTimeOffset Expires, string Qr);

internal sealed record PrintShown(Guid Id, string By, string Village, string Grid, string Household, int People, bool Complete, DateTimeOffset Made);

/// <summary>Passes on paper for whoever has no phone. A live pass is printed again as it is; who has none gets one.</summary>
internal sealed class PassPrints(NpgsqlDataSource postgres, PassKeys keys, Vault vault, IOptions<CheckInOptions> options, TimeProvider time)
{
    /// <summary>People of one step; the print is told how far it came after each.</summary>
    private const int Step = 500;
    private const int Told = 20;
    private const string Chosen = "r.district = @district and not r.walk_in and (@Village = '' or r.village = @Village) and (@Grid = '' or r.grid = @Grid) and (@Household = '' or r.household = @Household)";

    private sealed record Home(Guid Id, string Village, string Grid, string MicroGrid, string Household, bool Head);

    private sealed record Row(Guid Id, byte[] Name, string Village, string Grid, string Household, string Door, Guid Pass, DateTime ExpiresAt);

    public async Task<IReadOnlyList<PrintPlace>> Places(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<PrintPlace>(new CommandDefinition("""
            select village, grid, count(*)::int as residents from residents where district = @district and not walk_in group by village, grid
            """, new { district }, cancellationToken: cancel))).OrderBy(p => p.Village, NaturalOrder.Instance).ThenBy(p => p.Grid, NaturalOrder.Instance)];
    }

    public async Task<int> Count(string district, PrintFilter filter, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition($"select count(*)::int from residents r where {Chosen}", new { district, filter.Village, filter.Grid, filter.Household }, cancellationToken: cancel));
    }

    /// <summary>The last of the district, the latest first.</summary>
    public async Task<IReadOnlyList<PrintShown>> Last(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. (await connection.QueryAsync<(Guid Id, string By, string Village, string Grid, string Household, int People, bool Complete, DateTime Made)>(new CommandDefinition("""
            select id, by_name, village, grid, household, people, complete, made from pass_prints where district = @district order by made desc limit @told
            """, new { district, told = Told }, cancellationToken: cancel))).Select(p => new PrintShown(p.Id, vault.OpenText(p.By), p.Village, p.Grid, p.Household, p.People, p.Complete, DateTime.SpecifyKind(p.Made, DateTimeKind.Utc)))];
    }

    /// <summary>Leaves the line of who prints what, before anything is. False: a line of this id stands already and is another's.</summary>
    public async Task<bool> Begin(Guid id, string district, Guid? account, string name, PrintFilter filter, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition("""
            insert into pass_prints (id, district, account, by_name, village, grid, household, made) values (@id, @district, @account, @name, @Village, @Grid, @Household, @now)
            on conflict (id) do update set people = 0, complete = false
                where (pass_prints.district, pass_prints.account, pass_prints.village, pass_prints.grid, pass_prints.household) is not distinct from (excluded.district, excluded.account, excluded.village, excluded.grid, excluded.household)
            """, new { id, district, account, name = vault.SealText(name), filter.Village, filter.Grid, filter.Household, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel)) == 1;
    }

    /// <summary>
    /// Step by step, in the order in which they are handed out: village, grid, household, its head first. The print's line counts cards before they go out and calls
    /// it complete after the last did, so it never tells of fewer names than left the house.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<PassCardShown>> Cards(Guid print, string district, PrintFilter filter, [EnumeratorCancellation] CancellationToken cancel)
    {
        var people = await People(district, filter, cancel);
        for (var done = 0; done < people.Count; done += Step)
        {
            var rows = await Issue(district, people[done..Math.Min(people.Count, done + Step)], cancel);
            var cards = new PassCardShown[rows.Count];
            Parallel.For(0, rows.Count, new ParallelOptions { CancellationToken = cancel }, i => cards[i] = Card(rows[i]));
            await Tell(print, "people = people + @cards", cards.Length, cancel);
            yield return cards;
        }
        await Tell(print, "complete = true", 0, cancel);
    }

    private async Task<List<Guid>> People(string district, PrintFilter filter, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var people = await connection.QueryAsync<Home>(new CommandDefinition(
            $"select r.id, r.village, r.grid, r.micro_grid, r.household, r.relation = '户主' as head from residents r where {Chosen}", new { district, filter.Village, filter.Grid, filter.Household }, cancellationToken: cancel));
        // Whoever hands the sheets out walks grid after grid, the second before the tenth.
        return [.. people.OrderBy(p => p.Village, NaturalOrder.Instance).ThenBy(p => p.Grid, NaturalOrder.Instance).ThenBy(p => p.MicroGrid, NaturalOrder.Instance)
            .ThenBy(p => p.Household, NaturalOrder.Instance).ThenByDescending(p => p.Head).ThenBy(p => p.Id).Select(p => p.Id)];
    }

    private async Task<List<Row>> Issue(string district, List<Guid> people, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.PassLife).ToUnixTimeSeconds());
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<Row>(new CommandDefinition("""
            update passes set revoked_at = @now where resident = any(@people) and kind = 1 and revoked_at is null and expires_at <= @now;
            insert into passes (id, district, resident, kind, issued_at, expires_at) select gen_random_uuid(), @district, p, 1, @now, @expires from unnest(@people) p
            on conflict (resident, kind) where revoked_at is null do nothing;
            select r.id, r.name_sealed as name, r.village, r.grid, r.household, r.door, p.id as pass, p.expires_at as ExpiresAt
            from unnest(@people) with ordinality as asked (id, place) join residents r on r.id = asked.id join passes p on p.resident = r.id and p.kind = 1 and p.revoked_at is null order by asked.place
            """, new { district, people = people.ToArray(), now = now.UtcDateTime, expires = expires.UtcDateTime }, cancellationToken: cancel))];
    }

    private PassCardShown Card(Row row)
    {
        var expires = new DateTimeOffset(DateTime.SpecifyKind(row.ExpiresAt, DateTimeKind.Utc));
        using var qr = QRCodeGenerator.GenerateQrCode(SignedPass.Write(new(row.Pass, PassKind.Resident, expires), keys.Signer), QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(qr);
        return new(vault.Open(row.Name), row.Village, row.Grid, row.Household, row.Door, row.Pass.ToString("N")[^6..].ToUpperInvariant(), expires, Convert.ToBase64String(picture.GetGraphic(1)));
    }

    private async Task Tell(Guid print, string what, int cards, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition($"update pass_prints set {what} where id = @print", new { print, cards }, cancellationToken: cancel));
    }
}
