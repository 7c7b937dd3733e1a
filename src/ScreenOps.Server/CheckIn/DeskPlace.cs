using System.Globalization;
using System.Security.Claims;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.CheckIn;

/// <summary>The desk that a request is about: a site of the open round; or of the round that the route names, for what a device did without network and sends later.</summary>
/// <param name="Late">What comes was done without network, and is judged as of when it was made.</param>
internal sealed record DeskPlace(string District, SiteInfo Site, RoundInfo Round, PriorityRule Rule, bool Late = false)
{
    /// <summary>Unix milliseconds on the round's clock when the request came.</summary>
    public long Now { get; } = Round.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static DeskPlace Of(HttpContext context) => context.Features.Get<DeskPlace>() ?? throw new InvalidOperationException("This route is not in the desk's group, which finds its place.");

    /// <summary>Finds the place before the endpoint is asked; who has no business there, or comes when no round is open, is told so.</summary>
    public static async ValueTask<object?> Find(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var (context, services) = (call.HttpContext, call.HttpContext.RequestServices);
        var (who, code) = (context.User, (string)context.Request.RouteValues["site"]!);
        if (!MayServe(who, code)) return TypedResults.Problem($"You serve the desk of site {who.Site() ?? "none"}; ask the command centre for the grant of {code}.", statusCode: 403, title: "Another site's desk");
        var rounds = services.GetRequiredService<RoundBook>();
        var rehearses = who.HasClaim(Who.RehearsalClaim, "true");
        var named = int.TryParse((string?)context.Request.RouteValues["id"], CultureInfo.InvariantCulture, out var id);
        var round = named ? await rounds.Round(who.District(), id) : await rounds.Open(who.District(), rehearses || context.Request.Query["rehearsal"] == "true");
        if (named && round is null or { State: RoundState.Pattern }) return TypedResults.Problem($"There is no round {id} in this district; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round");
        var site = (await services.GetRequiredService<SiteBook>().Sites(who.District(), round?.Id ?? 0)).FirstOrDefault(s => s.Code == code && (named || !s.Retired));
        if (site is null) return TypedResults.Problem($"There is no site {code} in this round; GET /api/v1/sites lists them.", statusCode: 404, title: "No such site");
        if (round is null) return TypedResults.Problem("No round is open; ask the command centre to open it.", statusCode: 409, title: "No open round", extensions: Reason("no-round"));
        if (named && who.Device() is not null && round.Rehearsal != rehearses)
            return TypedResults.Problem($"Round {id} is {(round.Rehearsal ? "a rehearsal" : "real")}, and this tablet was enrolled for the other kind.", statusCode: 409, title: "Another kind of round", extensions: Reason("wrong-round"));
        if (context.Request.Query["round"].ToString() is { Length: > 0 } meant && meant != $"{round.Id}")
            return TypedResults.Problem($"Round {meant} is not open; round {round.Id} ({round.Name}) is. Load the page again.", statusCode: 409, title: "Another round", extensions: Reason("wrong-round"));
        context.Features.Set(new DeskPlace(who.District(), site, round, await services.GetRequiredService<PriorityRules>().Of(who.District()), named));
        return await next(call);
    }

    /// <summary>Site lead, desk and tablet serve their own site; the command centre may stand in anywhere.</summary>
    private static bool MayServe(ClaimsPrincipal who, string site) => who.Grant() is nameof(Grant.Operator) or nameof(Grant.CommandCentre) || who.Site() == site;

    private static Dictionary<string, object?> Reason(string reason) => new() { ["reason"] = reason };
}
