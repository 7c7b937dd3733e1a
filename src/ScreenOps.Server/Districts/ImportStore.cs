using Dapper;
using Npgsql;
using NpgsqlTypes;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Sites;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>
/// Stores what was read, each file in a transaction of its own. A row whose key is known is updated, and only where it differs: the same import again writes nothing.
/// Rows that a file no longer holds stay, and what was retired by hand stays retired. Shifts, posts and lanes go to the pattern, round 0;
/// a site that is new also reaches the rounds that have not ended, and so do the posts of one that has none there.
/// </summary>
internal sealed class ImportStore(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, Vault vault, Action<int> done, CancellationToken cancel)
{
    public async Task Sites(IReadOnlyList<SiteRow> sites)
    {
        await connection.Incoming("code text, name text, village text, latitude double precision, longitude double precision, population int, lanes int, address text", sites, (copy, s) =>
        {
            copy.Write(s.Code);
            copy.Write(s.Name);
            copy.Write(s.Village);
            copy.Write(s.Latitude);
            copy.Write(s.Longitude);
            copy.Write(s.Population);
            copy.Write(s.Lanes);
            copy.Write(s.Address);
        }, done, cancel);
        await Do("""
            insert into villages select distinct @district, village from incoming on conflict do nothing;
            insert into sites as s (district, code, name, village, latitude, longitude, population, lanes, address) select @district, * from incoming
            on conflict (district, code) do update set (name, village, latitude, longitude, population, lanes, address)
                = (excluded.name, excluded.village, excluded.latitude, excluded.longitude, excluded.population, excluded.lanes, excluded.address)
            where (s.name, s.village, s.latitude, s.longitude, s.population, s.lanes, s.address)
                is distinct from (excluded.name, excluded.village, excluded.latitude, excluded.longitude, excluded.population, excluded.lanes, excluded.address);
            insert into round_sites as r (district, round, site, lanes) select @district, 0, code, lanes from incoming
            on conflict (district, round, site) do update set lanes = excluded.lanes where r.lanes <> excluded.lanes;
            insert into round_sites select @district, r.id, s.code, s.lanes from incoming join sites s on s.district = @district and s.code = incoming.code and s.retired_at is null
            join rounds r on r.district = @district and r.state in ('Draft', 'Open') on conflict do nothing
            """);
    }

    public async Task Shifts(IReadOnlyList<ShiftRow> shifts)
    {
        await connection.Incoming("code text, name text, starts time, ends time", shifts, (copy, s) =>
        {
            copy.Write(s.Code);
            copy.Write(s.Name);
            copy.Write(s.Starts, NpgsqlDbType.Time);
            copy.Write(s.Ends, NpgsqlDbType.Time);
        }, done, cancel);
        await Do("""
            insert into shifts as s (district, round, code, name, starts, ends) select @district, 0, * from incoming
            on conflict (district, round, code) do update set (name, starts, ends) = (excluded.name, excluded.starts, excluded.ends)
            where (s.name, s.starts, s.ends) is distinct from (excluded.name, excluded.starts, excluded.ends)
            """);
    }

    public async Task Posts(IReadOnlyList<PostRow> posts)
    {
        await connection.Incoming("site text, shift text, role text, seats int", posts, (copy, p) =>
        {
            copy.Write(p.Site);
            copy.Write(p.Shift);
            copy.Write(p.Role.ToString());
            copy.Write(p.Seats);
        }, done, cancel);
        await Do("""
            insert into posts as p (district, round, site, shift, role, seats) select @district, 0, * from incoming
            on conflict (district, round, site, shift, role) do update set seats = excluded.seats where p.seats <> excluded.seats;
            insert into posts select @district, r.id, i.* from incoming i join rounds r on r.district = @district and r.state in ('Draft', 'Open')
            join round_sites rs on rs.district = @district and rs.round = r.id and rs.site = i.site join shifts s on s.district = @district and s.round = r.id and s.code = i.shift
            where not exists (select from posts p where p.district = @district and p.round = r.id and p.site = i.site)
            """);
    }

    public async Task Members(IReadOnlyList<MemberRow> members)
    {
        // A name that is known stays sealed as it is, so that a file that changes nothing writes nothing.
        var known = (await connection.QueryAsync<(byte[] Phone, string Name)>(new CommandDefinition("select phone_index, name from members where district = @district", new { district }, transaction, cancellationToken: cancel)))
            .ToDictionary(m => Convert.ToHexString(m.Phone), m => m.Name);
        await connection.Incoming("name text, kind text, unit text, phone_index bytea, phone_sealed bytea, roles text[], village text, shifts text[]", members, (copy, m) =>
        {
            var index = vault.Index(m.Phone);
            copy.Write(known.GetValueOrDefault(Convert.ToHexString(index)) is { } was && was != m.Name && vault.OpenText(was) == m.Name ? was : vault.SealText(m.Name));
            copy.Write(m.Kind);
            copy.Write(m.Unit);
            copy.Write(index);
            copy.Write(vault.Seal(m.Phone));
            copy.Write(m.Roles.Select(r => r.ToString()).ToArray());
            copy.Write(m.Village);
            if (m.Shifts is { } shifts) copy.Write(shifts.ToArray());
            else copy.WriteNull();
        }, done, cancel);
        await Do("""
            insert into members as m (district, name, kind, unit, phone_index, phone_sealed, roles, village, shifts) select @district, * from incoming
            on conflict (district, phone_index) do update set (name, kind, unit, roles, village, shifts) = (excluded.name, excluded.kind, excluded.unit, excluded.roles, excluded.village, excluded.shifts)
            where (m.name, m.kind, m.unit, m.roles, m.village, m.shifts) is distinct from (excluded.name, excluded.kind, excluded.unit, excluded.roles, excluded.village, excluded.shifts)
            """);
    }

    public Task Residents(IReadOnlyList<ResidentRow> residents) => new ImportResidents(connection, transaction, district, vault, done, cancel).Store(residents);

    public async Task Arrivals(IReadOnlyList<ArrivalRow> arrivals)
    {
        var cells = arrivals.SelectMany(a => a.Quarters.Select(q => (a.Site, q.Starts, q.People))).ToList();
        await connection.Incoming("site text, starts time, people int", cells, (copy, a) =>
        {
            copy.Write(a.Site);
            copy.Write(a.Starts, NpgsqlDbType.Time);
            copy.Write(a.People);
        }, _ => { }, cancel);
        await Do("""
            insert into arrivals as a (district, site, starts, people) select @district, * from incoming
            on conflict (district, site, starts) do update set people = excluded.people where a.people <> excluded.people
            """);
    }

    public Task Ground(string json) => Do("update districts set ground = @json::jsonb where code = @district and ground is distinct from @json::jsonb", json);

    private Task Do(string sql, string? json = null) => connection.ExecuteAsync(new CommandDefinition(sql, new { district, json }, transaction, cancellationToken: cancel));
}
