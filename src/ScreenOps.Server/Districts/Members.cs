using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <param name="Phone">Masked when read; null in an edit: it stays.</param>
/// <param name="Shifts">Codes of the shifts the member may take; null: all.</param>
internal sealed record MemberOrder(Guid? Id, string Name, string? Kind, string? Unit, string? Phone, IReadOnlyList<Role> Roles, string Village, IReadOnlyList<string>? Shifts, bool? Retired);

internal enum MemberOutcome { Done, NotThere, PhoneTaken }

/// <summary>The people on duty, as they are kept by hand. Names and phones are sealed, and phones looked up by their keyed hash.</summary>
internal sealed partial class Members(NpgsqlDataSource postgres, Vault vault, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>At most 1,000, in the order of their names.</summary>
    /// <param name="query">A part of name, unit or village, or a whole phone number; null: everybody.</param>
    public async Task<IReadOnlyList<MemberOrder>> Find(string district, string? query, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition("""
            select id, name, kind, unit, phone_index, phone_sealed, roles, village, shifts, retired_at is not null as retired from members where district = @district
            """, new { district }, cancellationToken: cancel));
        // Names lie sealed, so they are looked through and ordered here: a district has a thousand.
        var phone = Phone(query) is { } said ? vault.Index(said) : null;
        return [.. rows.Select(r => (Row: r, Name: vault.OpenText(r.Name)))
            .Where(m => query is null || phone is not null && m.Row.PhoneIndex.AsSpan().SequenceEqual(phone) || $"{m.Name} {m.Row.Unit} {m.Row.Village}".Contains(query, StringComparison.OrdinalIgnoreCase))
            .OrderBy(m => m.Row.Retired).ThenBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.Row.Id).Take(PageSize)
            .Select(m => new MemberOrder(m.Row.Id, m.Name, m.Row.Kind, m.Row.Unit, Mask(vault.Open(m.Row.PhoneSealed)), [.. m.Row.Roles.Select(Enum.Parse<Role>)], m.Row.Village, m.Row.Shifts, m.Row.Retired))];
    }

    /// <summary>The client makes the id, so that an order sent twice is one member.</summary>
    public Task<MemberOutcome> Add(string district, MemberOrder member, string phone, CancellationToken cancel) => Write("""
        insert into members (id, district, name, kind, unit, phone_index, phone_sealed, roles, village, shifts)
        values (@Id, @district, @Name, @Kind, @Unit, @index, @sealed_, @roles, @Village, @shifts)
        on conflict (id) do update set name = excluded.name where members.district = excluded.district and members.phone_index = excluded.phone_index
        """, district, member, phone, cancel);

    public Task<MemberOutcome> Edit(string district, MemberOrder member, string? phone, CancellationToken cancel) => Write("""
        update members set name = @Name, kind = @Kind, unit = @Unit, phone_index = coalesce(@index, phone_index), phone_sealed = coalesce(@sealed_, phone_sealed),
            roles = @roles, village = @Village, shifts = @shifts, retired_at = case when @Retired then coalesce(retired_at, @now) end
        where district = @district and id = @Id
        """, district, member, phone, cancel);

    public async Task<bool> Retire(string district, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition("update members set retired_at = coalesce(retired_at, @now) where district = @district and id = @id",
            new { district, id, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel)) == 1;
    }

    private async Task<MemberOutcome> Write(string sql, string district, MemberOrder m, string? phone, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        try
        {
            var rows = await connection.ExecuteAsync(new CommandDefinition(sql, new
            {
                m.Id, district, Name = vault.SealText(m.Name.Trim()), Kind = m.Kind?.Trim() ?? "", Unit = m.Unit?.Trim() ?? "", index = phone is null ? null : vault.Index(phone), sealed_ = phone is null ? null : vault.Seal(phone),
                roles = m.Roles.Select(r => r.ToString()).ToArray(), Village = m.Village.Trim(), shifts = m.Shifts?.ToArray(), Retired = m.Retired ?? false, now = time.GetUtcNow().UtcDateTime,
            }, cancellationToken: cancel));
            return rows == 1 ? MemberOutcome.Done : MemberOutcome.NotThere;
        }
        catch (PostgresException e) when (e.ConstraintName == "member_once")
        {
            return MemberOutcome.PhoneTaken;
        }
    }

    /// <summary>The number without spaces; null where it is none.</summary>
    public static string? Phone(string? said) => said?.Replace(" ", "", StringComparison.Ordinal) is { } phone && PhoneForm().IsMatch(phone) ? phone : null;

    public static string Mask(string phone) => Masks.Phone(phone);

    [GeneratedRegex("^1[0-9]{10}$")]
    private static partial Regex PhoneForm();

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Unit { get; init; } = "";
        public byte[] PhoneIndex { get; init; } = [];
        public byte[] PhoneSealed { get; init; } = [];
        public string[] Roles { get; init; } = [];
        public string Village { get; init; } = "";
        public string[]? Shifts { get; init; }
        public bool Retired { get; init; }
    }
}
