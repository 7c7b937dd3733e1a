using System.Runtime.InteropServices;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>
/// Stores residents sealed. A sealed box differs each time that the same text is sealed, so a box that already says what the file says is kept:
/// the same import again writes nothing, and seals nothing.
/// </summary>
internal sealed class ImportResidents(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, Vault vault, Action<int> done, CancellationToken cancel)
{
    private sealed record Boxes(byte[] Identity, byte[]? PhoneIndex, byte[]? Phone, byte[] Name);

    public async Task Store(IReadOnlyList<ResidentRow> residents)
    {
        var known = await Known();
        await connection.Incoming("""
            household text, identity_index bytea, identity_sealed bytea, phone_index bytea, phone_sealed bytea, name_sealed bytea,
            village text, grid text, micro_grid text, door text, relation text, immobile boolean, born smallint,
            identity_end bigint, phone_end bigint, name_mark bigint, name_begin bigint
            """, residents, (copy, r) => Write(copy, r, known), done, cancel);
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into villages select distinct @district, village from incoming on conflict do nothing;
            insert into residents as r (district, household, identity_index, identity_sealed, phone_index, phone_sealed, name_sealed, village, grid, micro_grid, door, relation, immobile, born,
                identity_end, phone_end, name_mark, name_begin)
            select @district, * from incoming
            on conflict (district, identity_index) do update set (household, phone_index, phone_sealed, name_sealed, village, grid, micro_grid, door, relation, immobile, born, walk_in, identity_end, phone_end, name_mark, name_begin)
                = (excluded.household, excluded.phone_index, excluded.phone_sealed, excluded.name_sealed, excluded.village, excluded.grid, excluded.micro_grid, excluded.door, excluded.relation, excluded.immobile, excluded.born, false,
                    excluded.identity_end, excluded.phone_end, excluded.name_mark, excluded.name_begin)
            where (r.household, r.phone_index, r.name_sealed, r.village, r.grid, r.micro_grid, r.door, r.relation, r.immobile, r.born, r.walk_in, r.identity_end, r.name_mark)
                is distinct from (excluded.household, excluded.phone_index, excluded.name_sealed, excluded.village, excluded.grid, excluded.micro_grid, excluded.door, excluded.relation, excluded.immobile, excluded.born, false, excluded.identity_end, excluded.name_mark)
            """, new { district }, transaction, commandTimeout: 300, cancellationToken: cancel));
    }

    private void Write(NpgsqlBinaryImporter copy, ResidentRow r, Dictionary<Key, Boxes> known)
    {
        var index = vault.Index(r.Identity);
        var old = known.GetValueOrDefault(Key.Of(index));
        var phoneIndex = r.Phone is null ? null : vault.Index(r.Phone);
        var samePhone = phoneIndex is not null && old?.PhoneIndex is { } was && phoneIndex.AsSpan().SequenceEqual(was);
        copy.Write(r.Household);
        copy.Write(index, NpgsqlDbType.Bytea);
        copy.Write(old?.Identity ?? vault.Seal(r.Identity), NpgsqlDbType.Bytea);
        Bytes(copy, phoneIndex);
        Bytes(copy, r.Phone is null ? null : samePhone ? old!.Phone : vault.Seal(r.Phone));
        copy.Write(old is not null && vault.Open(old.Name) == r.Name ? old.Name : vault.Seal(r.Name), NpgsqlDbType.Bytea);
        copy.Write(r.Village);
        copy.Write(r.Grid);
        copy.Write(r.MicroGrid);
        copy.Write(r.Door);
        copy.Write(r.Relation);
        copy.Write(r.Immobile);
        copy.Write((short)r.Born);
        var marks = ResidentMarks.Of(vault, district, r.Identity, r.Phone, r.Name);
        Mark(copy, marks.IdentityEnd);
        Mark(copy, marks.PhoneEnd);
        Mark(copy, marks.Name);
        Mark(copy, marks.NameBegin);
    }

    private static void Bytes(NpgsqlBinaryImporter copy, byte[]? bytes)
    {
        if (bytes is null) copy.WriteNull();
        else copy.Write(bytes, NpgsqlDbType.Bytea);
    }

    private static void Mark(NpgsqlBinaryImporter copy, long? mark)
    {
        if (mark is { } known) copy.Write(known, NpgsqlDbType.Bigint);
        else copy.WriteNull();
    }

    private async Task<Dictionary<Key, Boxes>> Known()
    {
        var known = new Dictionary<Key, Boxes>();
        await using var read = new NpgsqlCommand("select identity_index, identity_sealed, phone_index, phone_sealed, name_sealed from residents where district = $1", connection, transaction) { Parameters = { new() { Value = district } } };
        await using var rows = await read.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            known[Key.Of(rows.GetFieldValue<byte[]>(0))] = new(rows.GetFieldValue<byte[]>(1), rows.IsDBNull(2) ? null : rows.GetFieldValue<byte[]>(2), rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3), rows.GetFieldValue<byte[]>(4));
        return known;
    }

    /// <summary>An identity's keyed hash, 32 bytes, compared by value.</summary>
    private readonly record struct Key(ulong A, ulong B, ulong C, ulong D)
    {
        public static Key Of(byte[] index)
        {
            var parts = MemoryMarshal.Cast<byte, ulong>(index);
            return new(parts[0], parts[1], parts[2], parts[3]);
        }
    }
}
