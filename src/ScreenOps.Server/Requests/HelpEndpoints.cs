using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Requests;

/// <summary>Help in one tap: what a site asks for, and what became of it.</summary>
internal static class HelpEndpoints
{
    private const int Most = 50;

    /// <summary>What the own site asked for, and the last that has ended.</summary>
    /// <param name="site">Of a sender that is of no site.</param>
    public static async Task<Results<Ok<HelpShown>, ProblemHttpResult>> List(int id, string? site, ClaimsPrincipal who, RoundBook rounds, AlertReading reading, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return AlertEndpoints.NoRound(id);
        return (who.Site() ?? site) is { } of ? TypedResults.Ok(await Shown(round, of, reading, cancel)) : NoSite();
    }

    /// <summary>What was done on a tablet, in its order; each act has its answer, and may be sent again until it is heard.</summary>
    public static async Task<Results<Ok<HelpReply>, ProblemHttpResult>> Act(
        int id, string? site, HelpActs said, ClaimsPrincipal who, RoundBook rounds, SiteBook sites, AlertStore store, AlertReading reading, IOptions<RequestsOptions> options, CancellationToken cancel)
    {
        if (await rounds.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return AlertEndpoints.NoRound(id);
        if (who.Device() is not null && who.HasClaim(Who.RehearsalClaim, "true") != round.Rehearsal)
            return TypedResults.Problem("A tablet that was enrolled to rehearse asks in rehearsals only, and any other in real rounds.", statusCode: 409, title: "Another kind of round");
        if (said.Acts is not { Count: <= Most } acts || acts.Any(a => a is null or { Does: null } || a.Id == Guid.Empty || a.Made <= 0))
            return TypedResults.Problem($"Send {{\"acts\": [...]}}, at most {Most}, each with id (a new UUID), does ({string.Join(", ", Enum.GetNames<HelpDoes>())}), made, and cause or of.", statusCode: 400, title: "Nothing done");
        if ((who.Site() ?? site) is not { } of || !await sites.Has(who.District(), id, of)) return NoSite();
        var actor = new AlertActor(AlertBy.Site, who.Device() ?? who.Account(), who.Device() is null ? who.FindFirstValue(Who.NameClaim) ?? "" : of, of);
        var answers = new List<HelpAnswer>(acts.Count);
        foreach (var act in acts) answers.Add(Answer(act!, await One(round, of, act!, actor, store, cancel), options.Value));
        return TypedResults.Ok(new HelpReply(answers, await Shown(round, of, reading, cancel)));
    }

    /// <summary>Null: it says nothing that can be done.</summary>
    private static async Task<AlertResult?> One(RoundInfo round, string site, HelpAct act, AlertActor actor, AlertStore store, CancellationToken cancel) => act switch
    {
        { Does: HelpDoes.Ask, Cause: { } cause } when Cause.KindOf(cause) == AlertKind.Help => await store.Raise(round, site, cause, actor, new(act.Id, AlertDoes.Ask, Made: act.Made), cancel),
        { Does: HelpDoes.Arrive or HelpDoes.Resolve or HelpDoes.Withdraw, Of: { } of } => await store.Act(round, of, actor, new(act.Id, Enum.Parse<AlertDoes>(act.Does.ToString()!), Made: act.Made), cancel),
        _ => null,
    };

    private static HelpAnswer Answer(HelpAct act, AlertResult? result, RequestsOptions options)
    {
        if (result is AlertResult.Told told) return new(act.Id, null, null, told.Alert.Id);
        var (reason, cure) = result is null ? ("NoAct", $"Ask names a cause, one of {string.Join(", ", Cause.Help)}; all others name what they are of.") : AlertEndpoints.Why(result, options);
        return new(act.Id, reason, cure, null);
    }

    private static async Task<HelpShown> Shown(RoundInfo round, string site, AlertReading reading, CancellationToken cancel) =>
        new(AlertEndpoints.Now(round), round.Clock.Speed, [.. (await reading.OfRound(round, site, cancel)).Select(a => AlertShown.Of(a, null))]);

    private static ProblemHttpResult NoSite() => TypedResults.Problem("The round has no such site; a sender that is of no site names one with ?site=.", statusCode: 404, title: "No such site");
}
