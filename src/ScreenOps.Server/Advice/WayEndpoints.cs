using Microsoft.AspNetCore.Http.HttpResults;

namespace ScreenOps.Server.Advice;

internal static class WayEndpoints
{
    /// <summary>A better site for whoever stands before this one; no content where none is. Each who is told is counted in for the next until they are due there.</summary>
    public static async Task<Results<Ok<WayShown>, NoContent, ProblemHttpResult>> Ask(string code, string? district, WayOrder order, Ways ways, CancellationToken cancel) =>
        order.Asker == Guid.Empty ? TypedResults.Problem("asker is an id that the phone makes once.", statusCode: 400, title: "Who asks?")
        : await ways.From(district, code, order, cancel) switch
        {
            (true, { } way) => TypedResults.Ok(way),
            (true, null) => TypedResults.NoContent(),
            _ => TypedResults.Problem("There is no such site in an open round; /api/v1/public/sites lists them.", statusCode: 404, title: "No such site"),
        };
}
