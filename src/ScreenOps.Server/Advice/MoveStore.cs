using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Advice;

/// <summary>A lane that was moved, as it is kept; see migration 0017.</summary>
/// <param name="Made">Unix milliseconds on the round's clock, as the other moments.</param>
internal sealed record KeptMove(
    Guid Id, string District, int Round, string Giver, string Taker, string? Shift, Guid[] Members, long Made, Guid? MadeBy, long Arrives, long Due, int GiverLanes, int TakerLanes,
    double GiverWithout, double GiverWith, double TakerWithout, double TakerWith, long? Arrived = null, long? Measured = null, int? GiverReal = null, int? TakerReal = null, long? Undone = null)
{
    // Dapper builds it from the columns as they are named.
    private KeptMove() : this(default, "", 0, "", "", null, [], 0, null, 0, 0, 0, 0, 0, 0, 0, 0) { }
}

/// <summary>Lanes that went from site to site. With each go its people's seats and its place in the round's plan of lanes.</summary>
internal sealed class MoveStore(NpgsqlDataSource postgres)
{
    private const string Columns = """
        id, district, round, giver, taker, shift, members, made, made_by as MadeBy, arrives, due, giver_lanes as GiverLanes, taker_lanes as TakerLanes,
        giver_without as GiverWithout, giver_with as GiverWith, taker_without as TakerWithout, taker_with as TakerWith, arrived, measured, giver_real as GiverReal, taker_real as TakerReal, undone
        """;

    /// <summary>Of a round, the newest first.</summary>
    public async Task<IReadOnlyList<KeptMove>> Read(string district, int round, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<KeptMove>(new CommandDefinition(
            $"select {Columns} from moves where district = @district and round = @round order by made desc, id", new { district, round }, cancellationToken: cancel))];
    }

    /// <summary>Not taken back, and still on their way or not measured. Each round judges by its own clock whether their moment has come.</summary>
    public async Task<IReadOnlyList<KeptMove>> Unfinished(CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return [.. await connection.QueryAsync<KeptMove>(new CommandDefinition($"select {Columns} from moves where undone is null and (measured is null or arrived is null)", cancellationToken: cancel))];
    }

    /// <summary>Without people: the sites choose who goes. False: it stands there already.</summary>
    public async Task<bool> Add(KeptMove move, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Insert(transaction, move)) return false;
        await Lane(transaction, move, move.Giver, -1);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Writes the move beside the plan that it changes, in its transaction. False: it stands there already.</summary>
    public static async Task<bool> AddBeside(NpgsqlTransaction transaction, KeptMove move, IReadOnlyCollection<Assignment> people)
    {
        if (!await Insert(transaction, move)) return false;
        await Lane(transaction, move, move.Giver, -1);
        await MovePosts(transaction, move, people, 1);
        return true;
    }

    /// <summary>Takes it back beside the plan. False: somebody else did.</summary>
    public static async Task<bool> UndoBeside(NpgsqlTransaction transaction, KeptMove move, IReadOnlyCollection<Assignment> people, long now)
    {
        var arrived = await transaction.Connection!.QueryAsync<bool>("update moves set undone = @now where id = @Id and undone is null returning arrived is not null", new { move.Id, now }, transaction);
        if (arrived.ToList() is not [var there]) return false;
        await Lane(transaction, move, move.Giver, 1);
        if (there) await Lane(transaction, move, move.Taker, -1);
        await MovePosts(transaction, move, people, -1);
        return true;
    }

    /// <summary>Takes back one without people. False: somebody else did.</summary>
    public async Task<bool> Undo(KeptMove move, long now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await UndoBeside(transaction, move, [], now)) return false;
        await transaction.CommitAsync(cancel);
        return true;
    }

    public async Task Measure(Guid id, long now, int? giver, int? taker, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(
            "update moves set measured = @now, giver_real = @giver, taker_real = @taker where id = @id and measured is null", new { id, now, giver, taker }, cancellationToken: cancel));
    }

    private static async Task<bool> Insert(NpgsqlTransaction transaction, KeptMove move) => await transaction.Connection!.ExecuteAsync("""
        insert into moves (id, district, round, giver, taker, shift, members, made, made_by, arrives, due, giver_lanes, taker_lanes, giver_without, giver_with, taker_without, taker_with)
        values (@Id, @District, @Round, @Giver, @Taker, @Shift, @Members, @Made, @MadeBy, @Arrives, @Due, @GiverLanes, @TakerLanes, @GiverWithout, @GiverWith, @TakerWithout, @TakerWith)
        on conflict (id) do nothing
        """, move, transaction) == 1;

    /// <summary>The taker is planned with its lane from now on. False: it was already, or the lane went back.</summary>
    public async Task<bool> Arrive(KeptMove move, long now, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await connection.ExecuteAsync("update moves set arrived = @now where id = @Id and arrived is null and undone is null", new { move.Id, now }, transaction) == 0) return false;
        await Lane(transaction, move, move.Taker, 1);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static Task Lane(NpgsqlTransaction transaction, KeptMove move, string site, int by) => transaction.Connection!.ExecuteAsync(
        "update round_sites set lanes = greatest(0, lanes + @by) where district = @District and round = @Round and site = @site", new { move.District, move.Round, site, by }, transaction);

    /// <param name="way">1: from giver to taker; -1: back.</param>
    private static async Task MovePosts(NpgsqlTransaction transaction, KeptMove move, IReadOnlyCollection<Assignment> people, int way)
    {
        var (from, to) = way > 0 ? (move.Giver, move.Taker) : (move.Taker, move.Giver);
        foreach (var role in people.GroupBy(p => p.Seat.Role))
            await transaction.Connection!.ExecuteAsync("""
                insert into posts (district, round, site, shift, role, seats) values (@District, @Round, @to, @Shift, @role, @count)
                on conflict (district, round, site, shift, role) do update set seats = posts.seats + @count;
                update posts set seats = greatest(0, seats - @count) where district = @District and round = @Round and site = @from and shift = @Shift and role = @role
                """, new { move.District, move.Round, move.Shift, from, to, role = role.Key.ToString(), count = role.Count() }, transaction);
    }
}
