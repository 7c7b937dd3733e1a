using System.Security.Cryptography;
using Dapper;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>Where sealed values lie: a table, its rows by a column id, and those of its columns. Whoever adds a sealed column names it here, and a test compares this with the schema.</summary>
internal sealed record SealedParts(string Table, params string[] Columns)
{
    public static IReadOnlyList<SealedParts> All { get; } =
    [
        new("residents", "identity_sealed", "phone_sealed", "name_sealed"), new("members", "phone_sealed") { Texts = ["name"] }, new("accounts", "phone_sealed") { Texts = ["name"] },
        new("box_signatures") { Texts = ["name"] }, new("pass_prints") { Texts = ["by_name"] }, new("alerts") { Texts = ["owner_name"] }, new("alert_acts") { Texts = ["actor_name"] }, new("passkeys") { Texts = ["name"] },
    ];

    /// <summary>Columns of names in which a sealed one stands as text, and one from before names were sealed as it is.</summary>
    public string[] Texts { get; init; } = [];

    private string Some => string.Join(" or ", Columns.Select(c => $"{c} is not null").Concat(Texts.Select(c => $"{c} <> ''")));

    public static async Task<long> Rows(NpgsqlConnection connection, CancellationToken cancel)
    {
        long rows = 0;
        foreach (var part in All) rows += await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from {part.Table} where {part.Some}", cancellationToken: cancel, commandTimeout: 300));
        return rows;
    }

    /// <summary>Values that another key seals; keys of sign-ins, which are few, among them.</summary>
    public static Task<long> NotSealedWith(NpgsqlConnection connection, DataKey key, CancellationToken cancel) =>
        Count(connection, "<>", key, cancel);

    /// <param name="newest">Of a key whose values have no head, and any bytes in its place, the key that seals: what that did not seal may be the old one's. Else null.</param>
    public static async Task<long> SealedWith(NpgsqlConnection connection, DataKey key, DataKey? newest, CancellationToken cancel) =>
        (newest is null ? await Count(connection, "=", key, cancel) : await NotSealedWith(connection, newest, cancel))
        + await SignInKeys(connection, key, newest, cancel);

    private static async Task<long> Count(NpgsqlConnection connection, string compared, DataKey key, CancellationToken cancel)
    {
        long values = 0;
        var (head, text) = (Vault.Head(key), Vault.TextHead(key));
        foreach (var (table, where) in All.SelectMany(p => p.Columns.Select(c => (p.Table, $"substring({c} from 1 for @HeadBytes) {compared} @head")).Concat(p.Texts.Select(c => (p.Table, $"{c} <> '' and left({c}, length(@text)) {compared} @text")))))
            values += await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) from {table} where {where}", new { head, text, Vault.HeadBytes }, cancellationToken: cancel, commandTimeout: 300));
        return values;
    }

    /// <summary>The framework's keys of cookies and tokens are sealed as text.</summary>
    private static async Task<long> SignInKeys(NpgsqlConnection connection, DataKey key, DataKey? newest, CancellationToken cancel) =>
        (await connection.QueryAsync<string>(new CommandDefinition("select xml from data_protection_keys", cancellationToken: cancel))).Select(Convert.FromBase64String)
            .Count(box => newest is null ? box.AsSpan().StartsWith(Vault.Head(key)) : !box.AsSpan().StartsWith(Vault.Head(newest)));

    /// <summary>The next rows by id: what another key sealed is sealed anew. The last id, and how many rows were looked at.</summary>
    public async Task<(Guid Last, int Rows)> Reseal(NpgsqlConnection connection, Vault vault, DataKey key, Guid after, int most, ILogger log, CancellationToken cancel)
    {
        var (last, rows, shut) = (after, 0, 0);
        var (old, texts) = (Columns.Select(_ => new List<(Guid Id, byte[] Was, byte[] Now)>()).ToArray(), Texts.Select(_ => new List<(Guid Id, string Was, string Now)>()).ToArray());
        await using (var read = new NpgsqlCommand($"select id, {string.Join(", ", Columns.Concat(Texts))} from {Table} where id > $1 and ({Some}) order by id limit $2", connection) { Parameters = { new() { Value = after }, new() { Value = most } } })
        await using (var reader = await read.ExecuteReaderAsync(cancel))
            for (; await reader.ReadAsync(cancel); rows++)
            {
                last = reader.GetGuid(0);
                for (var i = 0; i < Columns.Length; i++)
                {
                    if (reader.IsDBNull(i + 1)) continue;
                    var was = reader.GetFieldValue<byte[]>(i + 1);
                    if (was.AsSpan().StartsWith(Vault.Head(key))) continue;
                    if (Again(vault, was) is { } now) old[i].Add((last, was, now));
                    else shut++;
                }
                for (var i = 0; i < Texts.Length; i++)
                {
                    if (reader.IsDBNull(Columns.Length + i + 1) || reader.GetString(Columns.Length + i + 1) is not { Length: > 0 } was || was.StartsWith(Vault.TextHead(key), StringComparison.Ordinal)) continue;
                    if (Again(vault, was) is { } now) texts[i].Add((last, was, now));
                    else shut++;
                }
            }
        if (shut > 0) log.NotOpened(shut, Table);
        for (var i = 0; i < Columns.Length; i++) await Exchange(connection, Columns[i], old[i], cancel);
        for (var i = 0; i < Texts.Length; i++) await Exchange(connection, Texts[i], texts[i], cancel);
        return (last, rows);
    }

    private async Task Exchange<T>(NpgsqlConnection connection, string column, List<(Guid Id, T Was, T Now)> values, CancellationToken cancel)
    {
        if (values.Count == 0) return;
        await connection.ExecuteAsync(new CommandDefinition($"update {Table} t set {column} = m.now from unnest(@ids, @were, @nows) as m (id, was, now) where t.id = m.id and t.{column} = m.was",
            new { ids = values.Select(o => o.Id).ToArray(), were = values.Select(o => o.Was).ToArray(), nows = values.Select(o => o.Now).ToArray() }, cancellationToken: cancel));
    }

    /// <summary>The framework asks for them as text; there are a few.</summary>
    public static async Task ResealSignInKeys(NpgsqlConnection connection, Vault vault, DataKey key, CancellationToken cancel)
    {
        foreach (var (name, xml) in (await connection.QueryAsync<(string, string)>(new CommandDefinition("select name, xml from data_protection_keys", cancellationToken: cancel))).ToList())
            if (Convert.FromBase64String(xml) is var was && !was.AsSpan().StartsWith(Vault.Head(key)) && Again(vault, was) is { } now)
                await connection.ExecuteAsync(new CommandDefinition("update data_protection_keys set xml = @now where name = @name and xml = @xml", new { name, xml, now = Convert.ToBase64String(now) }, cancellationToken: cancel));
    }

    private static string? Again(Vault vault, string was)
    {
        try
        {
            return vault.SealText(vault.OpenText(was));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Null: nobody can open it, and it stays as it is.</summary>
    private static byte[]? Again(Vault vault, byte[] was)
    {
        try
        {
            return vault.Seal(vault.Open(was));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
