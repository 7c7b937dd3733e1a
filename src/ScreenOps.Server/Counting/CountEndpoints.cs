using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.Counting;

/// <param name="Commands">In the order of their numbers, from the lowest that is not acknowledged.</param>
internal sealed record CountRequest(IReadOnlyList<CountCommand> Commands);

/// <param name="Receipts">One for each command, in the same order.</param>
internal sealed record CountReply(IReadOnlyList<CountReceipt> Receipts);

internal static class CountEndpoints
{
    public static async Task<Results<Ok<CountReply>, ProblemHttpResult>> Count(
        CountRequest request, ClaimsPrincipal who, Counter counter, IOptions<CountingOptions> options, CancellationToken cancel)
    {
        if (who.Device() is not { } device) return TypedResults.Problem("Only an enrolled device counts; scan the code of its site.", statusCode: 403, title: "Not a device");
        if (request.Commands.Count > options.Value.CommandsPerSend)
            return TypedResults.Problem($"One request carries at most {options.Value.CommandsPerSend} commands; send the rest in the next.", statusCode: 413, title: "Too many commands");
        return TypedResults.Ok(new CountReply(await counter.Apply(who.District(), device, who.Site(), request.Commands, cancel)));
    }
}
