using Microsoft.AspNetCore.Http.HttpResults;

namespace ScreenOps.Server.Board;

internal static class PublicEndpoints
{
    public static async Task<Results<PublicDocument, ProblemHttpResult>> Sites(
        string? district, bool? rehearsal, PublicDocuments documents, CancellationToken cancel) =>
        await documents.All(district, rehearsal ?? false, cancel) is { } found ? found
            : TypedResults.Problem(rehearsal == true ? "No rehearsal is running; leave ?rehearsal= away." : "There is no such district; leave ?district= away for the first one.",
                statusCode: 404, title: "Nothing to show");

    public static async Task<Results<PublicDocument, ProblemHttpResult>> Site(
        string code, string? district, bool? rehearsal, PublicDocuments documents, CancellationToken cancel) =>
        await documents.One(district, code, rehearsal ?? false, cancel) is { } found ? found
            : TypedResults.Problem("There is no such site in the open round; /api/v1/public/sites lists them.", statusCode: 404, title: "No such site");
}
