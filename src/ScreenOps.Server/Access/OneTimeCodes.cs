using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScreenOps.Server.Access;

internal sealed record OneTimeCode(string Code, DateTimeOffset Expires);

internal sealed record CodeTaken(Guid Account, bool NewPassword);

/// <summary>Codes of a link or QR that work once: they sign an account in, or enrol a tablet to a site. Only their hash is kept.</summary>
internal sealed class OneTimeCodes(NpgsqlDataSource postgres, IOptions<AccessOptions> options, TimeProvider time, ILogger<OneTimeCodes> log)
{
    /// <summary>28 letters of 32: 140 bits, without those that people mix up.</summary>
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 28;

    /// <summary>An answer that was lost on the way may be asked for again by the same device for so long.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(2);

    public Task<OneTimeCode> ForAccount(Guid account, CancellationToken cancel) => Make(account, null, null, false, false, cancel);

    /// <summary>Whoever signs in by it chooses a new password first; the old one holds until then.</summary>
    public Task<OneTimeCode> ForNewPassword(Guid account, CancellationToken cancel) => Make(account, null, null, false, true, cancel);

    public Task<OneTimeCode> ForSite(string district, string site, bool rehearsal, CancellationToken cancel) => Make(null, district, site, rehearsal, false, cancel);

    /// <summary>A code for each account, written at once.</summary>
    public async Task<IReadOnlyDictionary<Guid, OneTimeCode>> ForAccounts(IReadOnlyCollection<Guid> accounts, CancellationToken cancel)
    {
        var expires = time.GetUtcNow() + options.Value.CodeLife;
        var codes = accounts.ToDictionary(a => a, _ => new OneTimeCode(RandomNumberGenerator.GetString(Letters, Length), expires));
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("insert into codes (hash, account, expires) select hash, account, @expires from unnest(@hashes, @accounts) as made (hash, account)",
            new { hashes = codes.Values.Select(c => Hash(c.Code)).ToArray(), accounts = codes.Keys.ToArray(), expires = expires.UtcDateTime }, cancellationToken: cancel));
        return codes;
    }

    private async Task<OneTimeCode> Make(Guid? account, string? district, string? site, bool rehearsal, bool newPassword, CancellationToken cancel)
    {
        var code = new OneTimeCode(RandomNumberGenerator.GetString(Letters, Length), time.GetUtcNow() + (newPassword ? options.Value.PasswordLinkLife : options.Value.CodeLife));
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("insert into codes (hash, account, district, site, rehearsal, new_password, expires) values (@hash, @account, @district, @site, @rehearsal, @newPassword, @expires)",
            new { hash = Hash(code.Code), account, district, site, rehearsal, newPassword, expires = code.Expires.UtcDateTime }, cancellationToken: cancel));
        return code;
    }

    /// <summary>The account that the code signs in; null where the code is wrong, too old, or used by another device.</summary>
    /// <param name="device">Who asks, to be answered again when the first answer was lost; null: it is answered once.</param>
    public async Task<Guid?> TakeForAccount(string code, Guid? device, CancellationToken cancel) => (await Take(code, device, cancel))?.Account;

    /// <summary>As TakeForAccount; and whether it leads to a new password, which it does the first time only.</summary>
    public async Task<CodeTaken?> Take(string code, Guid? device, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var taken = await connection.QuerySingleOrDefaultAsync<CodeTaken>(new CommandDefinition("""
            update codes set used_at = coalesce(used_at, @now), device = @device
            where hash = @hash and account is not null and expires > @now and (used_at is null or device = @device and used_at > @again)
                and exists (select from accounts a where a.id = codes.account and a.disabled_at is null) returning account, new_password and used_at = @now as NewPassword
            """, new { hash = Hash(code), device, now, again = now - Again }, cancellationToken: cancel));
        if (taken is not null) log.SignedInByCode(taken.Account);
        return taken;
    }

    /// <summary>Enrols the device to the code's site; null where the code is wrong, used by another device, or too old.</summary>
    public async Task<DeviceInfo?> TakeForDevice(string code, Guid device, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<(string District, string Site, bool Rehearsal)?>("""
            update codes set used_at = coalesce(used_at, @now), device = @device
            where hash = @hash and site is not null and expires > @now and (used_at is null or device = @device and used_at > @again) returning district, site, rehearsal
            """, new { hash = Hash(code), now, device, again = now - Again }, transaction);
        if (row is not { } found) return null;
        var enrolled = await connection.ExecuteAsync("""
            insert into devices (id, district, site, rehearsal, enrolled_at) values (@device, @District, @Site, @Rehearsal, @now)
            on conflict (id) do update set site = excluded.site, rehearsal = excluded.rehearsal, revoked_at = null where devices.district = excluded.district
            """, new { device, found.District, found.Site, found.Rehearsal, now }, transaction);
        if (enrolled == 0) return null;
        await transaction.CommitAsync(cancel);
        log.Enrolled(device, found.Site, found.District);
        return new(device, found.District, found.Site, found.Rehearsal);
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.ASCII.GetBytes(code.Trim().ToUpperInvariant()));
}
