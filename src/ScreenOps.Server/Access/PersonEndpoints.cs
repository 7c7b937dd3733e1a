using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScreenOps.Server.Access;

/// <summary>What one person may ask of the office: what is kept, and that it be erased.</summary>
internal static class PersonEndpoints
{
    /// <summary>Whoever has this identity number or phone, masked. Both whole, and in the body: neither has a place in an address.</summary>
    public static async Task<Results<Ok<IReadOnlyList<PersonFound>>, ProblemHttpResult>> Find(PersonQuery query, ClaimsPrincipal who, PersonFiles files, CancellationToken cancel) =>
        (query.Identity ?? query.Phone) is { Length: > 0 and <= 40 } ? TypedResults.Ok(await files.Find(who.District(), query, cancel))
            : TypedResults.Problem("Say a whole identity number or a whole phone number.", statusCode: 400, title: "Whom?");

    /// <summary>Everything that is kept of one person, as JSON to hand out. Who asked and why stands in the audit trail, which is part of it.</summary>
    public static async Task<Results<Ok<PersonFile>, ProblemHttpResult>> Export(Guid id, Reasoned order, ClaimsPrincipal who, HttpContext context, PersonFiles files, CancellationToken cancel)
    {
        if (order.Fault() is { } fault) return fault;
        context.Response.Headers.CacheControl = "no-store";
        return await files.Read(who.District(), id, AuditEntry.By(who, AuditKind.Exported, PersonFiles.Subject(id), order.Why!.Trim()), cancel) is { } file ? TypedResults.Ok(file) : NoPerson();
    }

    /// <summary>Takes everything personal of one person away, for good. What was counted stays, as somebody's.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Erase(Guid id, Reasoned order, ClaimsPrincipal who, PersonFiles files, CancellationToken cancel) => order.Fault() ??
        await files.Erase(who.District(), id, AuditEntry.By(who, AuditKind.Erased, PersonFiles.Subject(id), order.Why!.Trim()), cancel) switch
        {
            EraseOutcome.Done => (Results<NoContent, ProblemHttpResult>)TypedResults.NoContent(),
            EraseOutcome.NotThere => NoPerson(),
            EraseOutcome.StillNeeded => TypedResults.Problem("This person took part in a round that is not sealed yet, and may have to be called back; erase after it is sealed.", statusCode: 409, title: "Still needed"),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };

    private static ProblemHttpResult NoPerson() => TypedResults.Problem("There is no such person in this district; POST /api/v1/residents/find looks for one.", statusCode: 404, title: "No such person");
}
