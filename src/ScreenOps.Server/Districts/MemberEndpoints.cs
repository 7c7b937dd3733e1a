using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Districts;

internal sealed record MemberQuery(string? Query);

internal static class MemberEndpoints
{
    public static async Task<Ok<IReadOnlyList<MemberOrder>>> List(ClaimsPrincipal who, Members members, CancellationToken cancel) =>
        TypedResults.Ok(await members.Find(who.District(), null, cancel));

    /// <summary>The words are in the body: a name or a phone has no place in an address, which ends up in logs.</summary>
    public static async Task<Ok<IReadOnlyList<MemberOrder>>> Find(MemberQuery ask, ClaimsPrincipal who, Members members, CancellationToken cancel) =>
        TypedResults.Ok(await members.Find(who.District(), ask.Query?.Trim(), cancel));

    public static async Task<Results<Created, ValidationProblem, ProblemHttpResult>> Add(MemberOrder member, ClaimsPrincipal who, Members members, CancellationToken cancel)
    {
        var wrong = Wrong(member);
        if (member.Id is not { } id) wrong["id"] = ["A UUID made by the client, so that an order sent twice adds one member."];
        if (Members.Phone(member.Phone) is null) wrong["phone"] = ["A mobile number of 11 digits."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        return await members.Add(who.District(), member, Members.Phone(member.Phone)!, cancel) == MemberOutcome.Done
            ? TypedResults.Created($"/api/v1/members/{member.Id}") : Taken();
    }

    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Edit(Guid id, MemberOrder member, ClaimsPrincipal who, Members members, CancellationToken cancel)
    {
        var wrong = Wrong(member);
        if (member.Phone is not null && Members.Phone(member.Phone) is null) wrong["phone"] = ["A mobile number of 11 digits, or nothing: then it stays."];
        if (wrong.Count > 0) return TypedResults.ValidationProblem(wrong);
        return await members.Edit(who.District(), member with { Id = id }, Members.Phone(member.Phone), cancel) switch
        {
            MemberOutcome.Done => TypedResults.NoContent(),
            MemberOutcome.PhoneTaken => Taken(),
            _ => NoMember(),
        };
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Retire(Guid id, ClaimsPrincipal who, Members members, CancellationToken cancel) =>
        await members.Retire(who.District(), id, cancel) ? TypedResults.NoContent() : NoMember();

    private static Dictionary<string, string[]> Wrong(MemberOrder m)
    {
        var wrong = new Dictionary<string, string[]>();
        if (m.Name?.Trim() is not { Length: > 0 and <= 40 }) wrong["name"] = ["1 to 40 characters."];
        if (m.Roles is not { Count: > 0 }) wrong["roles"] = ["At least one role that the member holds."];
        if (m.Village?.Trim() is not { Length: > 0 and <= 60 }) wrong["village"] = ["The home village or community, 1 to 60 characters."];
        if (m.Shifts is { Count: 0 }) wrong["shifts"] = ["At least one shift, or nothing for all."];
        return wrong;
    }

    private static ProblemHttpResult Taken() => TypedResults.Problem("Another member has this phone; look that one up and edit it.", statusCode: 409, title: "The phone is taken");

    private static ProblemHttpResult NoMember() => TypedResults.Problem("There is no such member in this district; GET /api/v1/members lists them.", statusCode: 404, title: "No such member");
}
