using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Board;

/// <summary>What can be shown of a round at any minute.</summary>
/// <param name="First">Minute (unix time / 60 s on the round's clock) in which it was opened.</param>
/// <param name="Last">The last minute that can be shown: the round's end, or a moment ago. Before First: none yet.</param>
/// <param name="Open">Whether more minutes come.</param>
internal sealed record ReplayShown(int Round, string Name, bool Rehearsal, double Speed, bool Open, long First, long Last);

internal static class ReplayEndpoints
{
    /// <summary>Which minutes of a round can be shown as screens showed them then. Levels and hours are those of today.</summary>
    /// <param name="round">Without: the open round.</param>
    public static async Task<Results<Ok<ReplayShown>, ProblemHttpResult>> Show(int? round, ClaimsPrincipal who, Replays replays, RoundBook rounds, CancellationToken cancel)
    {
        if (BoardEndpoints.UnseenWhole(who) is { } refused) return refused;
        var id = await Asked(round, who, rounds);
        return await replays.Read(who.District(), id, Shown, cancel) is { } shown ? TypedResults.Ok(shown) : NoReplay(id);
    }

    /// <summary>An hour of it: every minute that can be shown. Once the hour is over it stays as it is, but for counts that PostgreSQL took late.</summary>
    /// <param name="hour">Unix time / 3,600 s on the round's clock.</param>
    /// <param name="round">Without: the open round.</param>
    public static async Task<Results<ZippedDocument, ProblemHttpResult>> Hour(long hour, int? round, ClaimsPrincipal who, Replays replays, RoundBook rounds, CancellationToken cancel)
    {
        if (BoardEndpoints.UnseenWhole(who) is { } refused) return refused;
        var id = await Asked(round, who, rounds);
        return await replays.Read(who.District(), id, r => r.Hour(hour), cancel) is { } page ? page : NoReplay(id);
    }

    /// <summary>The round named, else the open one; 0 where none is.</summary>
    public static async ValueTask<int> Asked(int? round, ClaimsPrincipal who, RoundBook rounds) => round ?? (await rounds.Open(who.District(), who.IsRehearsal()))?.Id ?? 0;

    private static ReplayShown Shown(RoundReplay replay)
    {
        var round = replay.Rules.Round;
        return new(round.Id, round.Name, round.Rehearsal, round.Clock.Speed, round.ClosedAt is null, replay.First, replay.Last);
    }

    private static ProblemHttpResult NoReplay(int round) =>
        TypedResults.Problem($"Round {round} was not open then, or not at all; GET /api/v1/board/replay?round= tells its minutes.", statusCode: 404, title: "Nothing to look back at");
}
