using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Core.Rehearsal;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Rehearsal;

/// <param name="Speed">1 to 600 times as fast as real time; 60 when not said.</param>
/// <param name="Seed">The same seed plays the same morning; 1 when not said.</param>
/// <param name="People">Whether the people on duty take part, on a plan that is made for it; false when not said.</param>
internal sealed record RehearsalRequest(double? Speed, int? Seed, bool? People = null);

internal sealed record RehearsalBegun(int Round);

/// <param name="SimTime">Unix milliseconds on the round's clock.</param>
internal sealed record RehearsalShown(bool Running, int? Round, double? Speed, long? SimTime, int? Acked, int? Planned);

internal static class RehearsalEndpoints
{
    private const double Fastest = 600;

    public static async Task<Results<Ok<RehearsalBegun>, ProblemHttpResult>> Begin(
        RehearsalRequest request, HttpContext context, Rehearsals rehearsals, CancellationToken cancel)
    {
        if (request.Speed is < 1 or > Fastest)
            return TypedResults.Problem($"The speed is from 1 to {Fastest} times as fast as real time.", statusCode: 400, title: "Bad speed");
        try
        {
            return await rehearsals.Begin(new(request.Speed ?? 60, request.Seed ?? 1, null, request.People ?? false), context.Request.Headers, cancel) is { } round
                ? TypedResults.Ok(new RehearsalBegun(round))
                : TypedResults.Problem("A rehearsal is running; end it first (DELETE /api/v1/rehearsals).", statusCode: 409, title: "Already running");
        }
        catch (RehearsalException e)
        {
            return TypedResults.Problem(e.Message, statusCode: 409, title: "The rehearsal could not begin");
        }
    }

    public static Ok<RehearsalShown> Show(Rehearsals rehearsals) => TypedResults.Ok(rehearsals.Progress is { } now
        ? new RehearsalShown(true, now.Round, now.Speed, now.SimTime, now.Acknowledged, now.Planned)
        : new RehearsalShown(false, null, null, null, null, null));

    public static async Task<Results<NoContent, ProblemHttpResult>> End(HttpContext context, Rehearsals rehearsals, CancellationToken cancel)
    {
        try
        {
            await rehearsals.End(context.Request.Headers, cancel);
            return TypedResults.NoContent();
        }
        catch (RehearsalException e)
        {
            return TypedResults.Problem(e.Message, statusCode: 409, title: "The rehearsal could not be ended");
        }
    }

    /// <summary>People expected per site and quarter hour, as imported.</summary>
    public static async Task<Ok<IReadOnlyList<ArrivalQuarter>>> Arrivals(ClaimsPrincipal who, NpgsqlDataSource postgres, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<(string Site, TimeSpan Starts, int People)>(new CommandDefinition(
            "select site, starts::interval, people from arrivals where district = @district order by site, starts", new { district = who.District() }, cancellationToken: cancel));
        return TypedResults.Ok<IReadOnlyList<ArrivalQuarter>>([.. rows.Select(r => new ArrivalQuarter(r.Site, TimeOnly.FromTimeSpan(r.Starts), r.People))]);
    }
}
