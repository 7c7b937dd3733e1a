using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

internal enum AskingState { Open, Filled, Exhausted, Stopped }

internal enum OfferAnswer { Yes, No, Expired, Void }

/// <param name="Answer">Null: it waits.</param>
internal sealed record SeatOffer(Guid Asking, Guid Member, int Stage, DateTimeOffset Made, DateTimeOffset Expires, OfferAnswer? Answer, DateTimeOffset? Answered);

/// <summary>A seat that people are asked to take. All times are on the round's clock.</summary>
/// <param name="Stage">How many times people were asked; counts from 1.</param>
internal sealed record Asking(Guid Id, string District, int Round, Seat Seat, AskingState State, int Stage, int Few, TimeSpan Life, DateTimeOffset Began, DateTimeOffset? Ended, IReadOnlyList<SeatOffer> Offers)
{
    public bool Waits => Offers.Any(o => o.Answer is null);
}

/// <summary>Seats that are offered, as they are kept. What two do at once is decided by the row of the asking.</summary>
internal sealed class AskingStore(NpgsqlDataSource postgres)
{
    public Task<IReadOnlyList<Asking>> OfRound(RoundInfo round, CancellationToken cancel) => Read("k.district = @district and k.round = @round", new { district = round.District, round = round.Id }, cancel);

    public async Task<Asking?> Find(string district, Guid id, CancellationToken cancel) => (await Read("k.district = @district and k.id = @id", new { district, id }, cancel)).FirstOrDefault();

    private async Task<IReadOnlyList<Asking>> Read(string which, object values, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition($"""
            select id, district, round, shift, site, role, seat, state, stage, few, life, began_at, ended_at from askings k where {which} order by began_at desc, id limit 500;
            select o.asking, o.member, o.stage, o.made_at, o.expires_at, o.answer, o.answered_at from seat_offers o join askings k on k.id = o.asking where {which} order by o.stage, o.made_at, o.member
            """, values, cancellationToken: cancel));
        var askings = (await rows.ReadAsync<AskingRow>()).ToList();
        var offers = (await rows.ReadAsync<SeatOfferRow>()).ToLookup(o => o.Asking, o => o.ToOffer());
        return [.. askings.Select(a => a.ToAsking([.. offers[a.Id]]))];
    }

    /// <summary>When each member was last asked, in real rounds, and for a rehearsal in rehearsals too.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastAsked(RoundInfo round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return (await connection.QueryAsync<(Guid Member, DateTime At)>(new CommandDefinition("""
            select o.member, max(o.made_at) from seat_offers o join askings k on k.id = o.asking join rounds r on r.district = k.district and r.id = k.round
            where k.district = @District and (@Rehearsal or not r.rehearsal) group by o.member
            """, new { round.District, round.Rehearsal }, cancellationToken: cancel))).ToDictionary(r => r.Member, r => ShiftSpans.Utc(r.At));
    }

    public async Task<IReadOnlyList<(Guid Member, string Shift)>> Stays(RoundInfo round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<(Guid, string)>(new CommandDefinition("""
            select y.member, y.shift from stays y join assignments a on a.district = y.district and a.round = y.round and a.member = y.member and a.shift = y.shift and a.site = y.site
            where y.district = @District and y.round = @Id and a.state in ('Published', 'Confirmed', 'Present')
            """, new { round.District, round.Id }, cancellationToken: cancel))];
    }

    /// <summary>False: people are being asked for this seat already.</summary>
    public async Task<bool> Begin(Asking asking, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("""
                insert into askings (id, district, round, shift, site, role, seat, state, few, life, began_at) values (@Id, @District, @Round, @Shift, @Site, @role, @Number, 'Open', @Few, @Life, @began) on conflict (id) do nothing
                """, new { asking.Id, asking.District, asking.Round, asking.Seat.Shift, asking.Seat.Site, role = asking.Seat.Role.ToString(), asking.Seat.Number, asking.Few, asking.Life, began = asking.Began.UtcDateTime }, cancellationToken: cancel));
            return true;
        }
        catch (PostgresException e) when (e.ConstraintName == "one_asking_a_seat")
        {
            return false;
        }
    }

    /// <summary>Asks the next people, nobody twice; with nobody left the asking ends. False: another server did, or it ended.</summary>
    public async Task<bool> Stage(Asking asking, IReadOnlyCollection<Guid> members, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("""
            with turn as (update askings set stage = stage + 1, state = case when cardinality(@members) = 0 then 'Exhausted' else state end, ended_at = case when cardinality(@members) = 0 then @now end
                where id = @Id and state = 'Open' and stage = @Stage returning id, stage, life),
            asked as (insert into seat_offers (asking, member, stage, made_at, expires_at) select turn.id, m, turn.stage, @now, @now + turn.life from turn, unnest(@members) m on conflict (asking, member) do nothing)
            select exists (select from turn)
            """, new { asking.Id, asking.Stage, members = members.ToArray(), now = now.UtcDateTime }, cancellationToken: cancel));
    }

    /// <summary>Offers that waited until now in vain.</summary>
    public async Task<int> Expire(RoundInfo round, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition("""
            with late as (update seat_offers o set answer = 'Expired', answered_at = o.expires_at from askings k
                where k.id = o.asking and k.district = @District and k.round = @Id and k.state = 'Open' and o.answer is null and o.expires_at <= @now returning k.id)
            update askings set stage = stage where id in (select id from late)
            """, new { round.District, round.Id, now = now.UtcDateTime }, cancellationToken: cancel));
    }

    /// <summary>The member is not asked again for that shift of the round. False: there was nothing to say no to any more.</summary>
    public async Task<bool> No(Guid asking, Guid member, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition("""
            with said as (update seat_offers set answer = 'No', answered_at = @now where asking = @asking and member = @member and (answer is null or answer in ('Expired', 'Void')) returning asking)
            update askings set stage = stage where id in (select asking from said)
            """, new { asking, member, now = now.UtcDateTime }, cancellationToken: cancel)) == 1;
    }

    /// <summary>The first yes within its time fills the seat, and the others' offers are void. False: it came too late.</summary>
    public static async Task<bool> Yes(NpgsqlConnection connection, NpgsqlTransaction transaction, Asking asking, Guid member, DateTimeOffset now)
    {
        var filled = await connection.ExecuteScalarAsync<bool>("""
            with filled as (update askings set state = 'Filled', ended_at = @now where id = @Id and state = 'Open' returning id),
            yes as (update seat_offers set answer = 'Yes', answered_at = @now from filled where asking = filled.id and member = @member and answer is null and expires_at > @now returning member),
            rest as (update seat_offers set answer = 'Void', answered_at = @now from filled where asking = filled.id and member <> @member and answer is null)
            select exists (select from yes)
            """, new { asking.Id, member, now = now.UtcDateTime }, transaction);
        return filled;
    }

    /// <summary>Nobody is asked any more; offers that wait are void.</summary>
    public async Task<bool> End(Guid asking, AskingState state, DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition("""
            with ended as (update askings set state = @state, ended_at = @now where id = @asking and state = 'Open' returning id),
            rest as (update seat_offers set answer = 'Void', answered_at = @now from ended where asking = ended.id and answer is null)
            select exists (select from askings where id = @asking)
            """, new { asking, state = state.ToString(), now = now.UtcDateTime }, cancellationToken: cancel));
    }

    private sealed class AskingRow
    {
        public Guid Id { get; init; }
        public string District { get; init; } = "";
        public int Round { get; init; }
        public string Shift { get; init; } = "";
        public string Site { get; init; } = "";
        public string Role { get; init; } = "";
        public int Seat { get; init; }
        public string State { get; init; } = "";
        public int Stage { get; init; }
        public int Few { get; init; }
        public TimeSpan Life { get; init; }
        public DateTime BeganAt { get; init; }
        public DateTime? EndedAt { get; init; }

        public Asking ToAsking(IReadOnlyList<SeatOffer> offers) => new(Id, District, Round, new(Site, Shift, Enum.Parse<Role>(Role), Seat), Enum.Parse<AskingState>(State), Stage, Few, Life,
            ShiftSpans.Utc(BeganAt), EndedAt is { } at ? ShiftSpans.Utc(at) : null, offers);
    }

    private sealed class SeatOfferRow
    {
        public Guid Asking { get; init; }
        public Guid Member { get; init; }
        public int Stage { get; init; }
        public DateTime MadeAt { get; init; }
        public DateTime ExpiresAt { get; init; }
        public string? Answer { get; init; }
        public DateTime? AnsweredAt { get; init; }

        public SeatOffer ToOffer() => new(Asking, Member, Stage, ShiftSpans.Utc(MadeAt), ShiftSpans.Utc(ExpiresAt), Answer is { } a ? Enum.Parse<OfferAnswer>(a) : null, AnsweredAt is { } at ? ShiftSpans.Utc(at) : null);
    }
}
