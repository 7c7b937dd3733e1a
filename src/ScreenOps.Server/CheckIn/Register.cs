using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <param name="Name">Masked.</param>
internal sealed record Person(Guid Id, string Name);

/// <summary>
/// Who a registration is. A number alone proves nobody: where a phone of the same household or the person's name agrees, it is the resident; else a walk-in of
/// its own, the same one each time the same is said, so that nobody learns anything of another.
/// </summary>
internal sealed class Register(NpgsqlDataSource postgres, Vault vault)
{
    private const int Tries = 3;

    private sealed record Row(Guid Id, byte[] NameSealed, bool PhoneAgrees);

    public async Task<Person> Find(string district, Registration said, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var phone = vault.Index(said.Phone);
        if (said.Kind == PassKind.Household)
            return await InHousehold(connection, district, said.Number, phone, cancel) is { } member ? Known(member) : await WalkIn(connection, district, said, vault.Index(Own(said)), cancel);
        var identity = vault.Index(said.Number);
        if (await ByIdentity(connection, district, identity, phone, cancel) is not { } found) return await WalkIn(connection, district, said, identity, cancel);
        return Agrees(found, said) ? Known(found) : await WalkIn(connection, district, said, vault.Index(Own(said)), cancel);
    }

    /// <summary>Somebody who is registered; null: nobody of this id in the district.</summary>
    public async Task<Person?> Known(string district, Guid id, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition("select name_sealed from residents where id = @id and district = @district", new { id, district }, cancellationToken: cancel))
            is { } name ? new(id, Registration.Mask(vault.Open(name))) : null;
    }

    private bool Agrees(Row row, Registration said) => row.PhoneAgrees || (said.Name.Length > 0 && vault.Open(row.NameSealed) == said.Name);

    private Person Known(Row row) => new(row.Id, Registration.Mask(vault.Open(row.NameSealed)));

    private static string Own(Registration said) => $"walk-in {said.Number} {said.Phone}";

    private static Task<Row?> ByIdentity(NpgsqlConnection connection, string district, byte[] identity, byte[] phone, CancellationToken cancel) =>
        connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition("""
            select r.id, r.name_sealed, coalesce(r.phone_index = @phone, false) or exists (
                select from residents h where h.district = r.district and h.household = r.household and h.household <> '' and h.phone_index = @phone) as phone_agrees
            from residents r where r.district = @district and r.identity_index = @identity
            """, new { district, identity, phone }, cancellationToken: cancel));

    /// <summary>The member whose phone it is; where several share it, the head of the household.</summary>
    private static Task<Row?> InHousehold(NpgsqlConnection connection, string district, string household, byte[] phone, CancellationToken cancel) =>
        connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition("""
            select id, name_sealed, true as phone_agrees from residents
            where district = @district and household = @household and phone_index = @phone order by relation <> '户主', id limit 1
            """, new { district, household, phone }, cancellationToken: cancel));

    private async Task<Person> WalkIn(NpgsqlConnection connection, string district, Registration said, byte[] identity, CancellationToken cancel)
    {
        var (phone, marks) = (vault.Index(said.Phone), ResidentMarks.Of(vault, district, said.Number, said.Phone, said.Name));
        for (var tries = 1; ; tries++)
        {
            if (await ByIdentity(connection, district, identity, phone, cancel) is { } known)
            {
                if (Agrees(known, said)) return Known(known);
                // Somebody else said the same number a moment ago.
                identity = vault.Index(Own(said));
            }
            var made = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition("""
                insert into residents (district, household, identity_index, identity_sealed, phone_index, phone_sealed, name_sealed, village, born, walk_in, identity_end, phone_end, name_mark, name_begin)
                values (@district, '', @identity, @number, @phone, @phoneSealed, @name, '', @born, true, @IdentityEnd, @PhoneEnd, @Mark, @NameBegin) on conflict on constraint resident_once do nothing returning id
                """, new { district, identity, number = vault.Seal(said.Number), phone, phoneSealed = vault.Seal(said.Phone), name = vault.Seal(said.Name), born = (short?)said.Born,
                marks.IdentityEnd, marks.PhoneEnd, Mark = marks.Name, marks.NameBegin }, cancellationToken: cancel));
            if (made is { } id) return new(id, Registration.Mask(said.Name));
            if (tries == Tries) throw new InvalidOperationException("A walk-in is neither there nor can be made; somebody deletes residents while they register.");
        }
    }

    /// <summary>
    /// Somebody at a desk. The clerk has the card in hand, so a number that is on the list is that resident; else a walk-in under the id that the desk made, the
    /// same one when the same is sent again. Null: the id is somebody else's.
    /// </summary>
    public async Task<(Guid Person, bool Known)?> AtDesk(string district, Guid id, DeskForm said, CancellationToken cancel)
    {
        var identity = vault.Index(said.Identity ?? $"walk-in {id}");
        var marks = ResidentMarks.Of(vault, district, said.Identity ?? "", said.Phone, said.Name);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var made = await connection.ExecuteAsync(new CommandDefinition("""
            insert into residents (id, district, household, identity_index, identity_sealed, phone_index, phone_sealed, name_sealed, village, born, walk_in, identity_end, phone_end, name_mark, name_begin)
            values (@id, @district, '', @identity, @number, @phone, @phoneSealed, @name, '', @born, true, @IdentityEnd, @PhoneEnd, @Mark, @NameBegin) on conflict do nothing
            """, new
        {
            id, district, identity, number = vault.Seal(said.Identity ?? ""), phone = said.Phone is { } phone ? vault.Index(phone) : null, phoneSealed = said.Phone is { } own ? vault.Seal(own) : null,
            name = vault.Seal(said.Name), born = (short?)said.Born, marks.IdentityEnd, marks.PhoneEnd, Mark = marks.Name, marks.NameBegin,
        }, cancellationToken: cancel));
        if (made == 1) return (id, false);
        var there = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition("select id from residents where district = @district and identity_index = @identity", new { district, identity }, cancellationToken: cancel));
        return there is { } person ? (person, person != id) : null;
    }
}
