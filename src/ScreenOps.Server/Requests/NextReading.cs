using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Requests;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Samples;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server.Requests;

/// <param name="Now">Unix milliseconds on the round's clock.</param>
/// <param name="More">How many come later than those that are told.</param>
internal sealed record NextShown(long Now, double Speed, IReadOnlyList<NextUp> Next, int More);

/// <summary>What is next, gathered from boards, duties and tubes. However many screens ask, a round is gathered once a second.</summary>
internal sealed class NextReading
{
    private const int Most = 40;
    private readonly RoundBook book;
    private readonly DistrictBoards boards;
    private readonly MorningReading mornings;
    private readonly TubeReading tubes;
    private readonly BoxStore boxes;
    private readonly TimeSpan ahead;
    private readonly DutyRules duty;
    private readonly Held<(string District, int Round), NextShown> held;

    public NextReading(RoundBook book, DistrictBoards boards, MorningReading mornings, TubeReading tubes, BoxStore boxes, IOptions<RequestsOptions> options, IOptions<DutyOptions> duty, TimeProvider time)
    {
        (this.book, this.boards, this.mornings, this.tubes, this.boxes) = (book, boards, mornings, tubes, boxes);
        (ahead, this.duty, held) = (options.Value.Ahead, duty.Value.Rules, new(Read, time));
    }

    /// <summary>Null: there is no such round.</summary>
    public async ValueTask<NextShown?> Of(string district, int id) => await book.Round(district, id) is { State: not RoundState.Pattern } ? await held.Get((district, id)) : null;

    private async Task<NextShown> Read((string District, int Round) of, CancellationToken cancel)
    {
        var round = await book.Round(of.District, of.Round) ?? throw new InvalidOperationException($"There is no round {of.Round}.");
        var at = round.Clock.GetUtcNow();
        var now = at.ToUnixTimeMilliseconds();
        if (round.State is RoundState.Closed or RoundState.Sealed) return new(now, round.Clock.Speed, [], 0);
        var next = WhatIsNext.Of([.. await Posts(round, at, cancel), .. await Finish(round, now, cancel), .. await Tubes(round, cancel)], now, ahead);
        return new(now, round.Clock.Speed, [.. next.Take(Most)], Math.Max(0, next.Count - Most));
    }

    private async Task<IEnumerable<NextUp>> Posts(RoundInfo round, DateTimeOffset now, CancellationToken cancel) =>
        WhatIsNext.Posts(DutyWatch.AtRisk(await mornings.Watched(round, cancel), now, duty));

    private async Task<IEnumerable<NextUp>> Finish(RoundInfo round, long now, CancellationToken cancel)
    {
        if (round.State != RoundState.Open) return [];
        var board = await boards.Board(round.District, new Scope(round.Id, round.Rehearsal, null), cancel);
        if (board.Round(round.Id) is not { Rules: { Closes: { } closes } } seen) return [];
        return seen.States(null).Select(s => WhatIsNext.Finish(s, closes, now)).OfType<NextUp>();
    }

    private async Task<IEnumerable<NextUp>> Tubes(RoundInfo round, CancellationToken cancel)
    {
        var loose = (await tubes.BySite(round.District, round.Id, cancel)).Where(s => s.Waiting is not null).Select(s => new SwabsUnderway(s.Site, null, 0, s.Waiting!.Value));
        var packed = (await boxes.OfRound(round, null, null, cancel)).Where(b => b is { Received: null, FirstSwab: not null }).Select(b => new SwabsUnderway(b.Site, b.Code, b.Tubes, b.FirstSwab!.Value));
        return WhatIsNext.Tubes(loose.Concat(packed), await boxes.Limits(round.District, cancel));
    }
}

internal static class NextEndpoints
{
    /// <summary>What becomes a problem soon, the soonest first: posts at risk, sites that will not finish, swabs that get too old.</summary>
    public static async Task<Results<Ok<NextShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, NextReading next)
    {
        try
        {
            return await next.Of(who.District(), id) is { } shown ? TypedResults.Ok(shown) : AlertEndpoints.NoRound(id);
        }
        catch (TimeoutException)
        {
            return TypedResults.Problem("The engines of this server do not answer yet; ask again in some seconds.", statusCode: 503, title: "The board is not ready");
        }
    }
}
