using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>Changes by hand as they are kept: each in the transaction of the plan's own change.</summary>
internal static class HandChanges
{
    /// <summary>As many can be taken back, one after the other.</summary>
    private const int Most = 50;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static string ToJson(IEnumerable<Assignment> seats) => JsonSerializer.Serialize(seats, Form);

    public static IReadOnlyList<Assignment> FromJson(string seats) => JsonSerializer.Deserialize<List<Assignment>>(seats, Form)!;

    public static Task Remember(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundPlan read, HandChange change, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("""
            insert into hand_changes (district, round, version, before, gone, come)
            select district, round, version, @Version, @gone::jsonb, @come::jsonb from plans where district = @District and round = @Id;
            delete from hand_changes where district = @District and round = @Id and version in (
                select version from hand_changes where district = @District and round = @Id order by version desc offset @Most)
            """, new { read.Round.District, read.Round.Id, read.Version, gone = ToJson(change.Gone), come = ToJson(change.Come), Most }, transaction, cancellationToken: cancel));

    /// <summary>The one before it is then the last: the plan is as that one left it, under a new version. So it is with what was published.</summary>
    public static Task Forget(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundPlan read, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition("""
            with undone as (delete from hand_changes where district = @District and round = @Id and version = @Version returning before),
            last as (update hand_changes h set version = p.version from undone, plans p
                where h.district = @District and h.round = @Id and h.version = undone.before and p.district = @District and p.round = @Id)
            update plans p set published = p.version from undone where p.district = @District and p.round = @Id and p.published = undone.before
            """, new { read.Round.District, read.Round.Id, read.Version }, transaction, cancellationToken: cancel));

    /// <summary>The change that made the plan what it is; null: it was not one by hand, or it is too long ago.</summary>
    public static async Task<HandChange?> Last(NpgsqlConnection connection, RoundPlan read, CancellationToken cancel)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(string Gone, string Come)?>(new CommandDefinition(
            "select gone::text, come::text from hand_changes where district = @District and round = @Id and version = @Version", new { read.Round.District, read.Round.Id, read.Version }, cancellationToken: cancel));
        return row is { } found ? new(FromJson(found.Gone), FromJson(found.Come)) : null;
    }
}
