using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;

namespace ScreenOps.Server.CheckIn;

/// <param name="Id">Of the print, made by whoever asks for it.</param>
internal sealed record PrintOrder(Guid Id, string? Village, string? Grid, string? Household)
{
    private const int Longest = 100;

    public PrintFilter Filter => new(Village ?? "", Grid ?? "", Household ?? "");

    public bool Fits => Id != Guid.Empty && new[] { Village, Grid, Household }.All(t => t is null or { Length: <= Longest });
}

internal sealed record PrintCount(int People);

internal static class PrintEndpoints
{
    private static readonly byte[] Line = "\n"u8.ToArray();

    /// <summary>Villages and grids with how many residents each has.</summary>
    public static async Task<IReadOnlyList<PrintPlace>> Places(ClaimsPrincipal who, PassPrints prints, CancellationToken cancel) => await prints.Places(who.District(), cancel);

    /// <summary>How many cards a print would be.</summary>
    public static async Task<PrintCount> Count(string? village, string? grid, string? household, ClaimsPrincipal who, PassPrints prints, CancellationToken cancel) =>
        new(await prints.Count(who.District(), new(village ?? "", grid ?? "", household ?? ""), cancel));

    /// <summary>Who had what printed lately.</summary>
    public static async Task<IReadOnlyList<PrintShown>> Last(ClaimsPrincipal who, PassPrints prints, CancellationToken cancel) => await prints.Last(who.District(), cancel);

    /// <summary>
    /// Prints: the cards with names in full, a line of JSON for some hundred of them as they are made; ending the request ends it. Who asked, and for whom, stands in
    /// the list of prints before the first card goes out.
    /// </summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Print(PrintOrder order, ClaimsPrincipal who, PassPrints prints, Audit audit, CancellationToken cancel)
    {
        if (!order.Fits) return TypedResults.Problem("id is a new one, made by you; village, grid and household are names of at most 100 characters, or left away.", statusCode: 400, title: "Not understood");
        var district = who.District();
        if (!await prints.Begin(order.Id, district, who.Account(), who.FindFirstValue(Who.NameClaim) ?? who.Grant() ?? "", order.Filter, cancel))
            return TypedResults.Problem("This id is of another print; make a new one.", statusCode: 409, title: "Printed already");
        await audit.Write(AuditEntry.By(who, AuditKind.Printed, $"print/{order.Id}", "passes with names"), cancel);
        return TypedResults.Stream(async stream =>
        {
            await foreach (var cards in prints.Cards(order.Id, district, order.Filter, cancel))
            {
                await JsonSerializer.SerializeAsync(stream, cards, JsonSerializerOptions.Web, cancel);
                await stream.WriteAsync(Line, cancel);
                await stream.FlushAsync(cancel);
            }
        }, "application/x-ndjson");
    }
}
