using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Access;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Districts;

/// <param name="Now">Unix milliseconds on the round's clock.</param>
internal sealed record RoundShown(int Id, string Name, RoundState State, DateOnly Day, int TubeSize, bool Rehearsal, double Speed, long Now, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? SealedAt)
{
    public static RoundShown Of(RoundInfo r) =>
        new(r.Id, r.Name, r.State, r.Day, r.TubeSize, r.Rehearsal, r.Clock.Speed, r.Clock.GetUtcNow().ToUnixTimeMilliseconds(), r.OpenedAt, r.ClosedAt, r.SealedAt);
}

internal sealed record RoundPlanShown(RoundShown Round, IReadOnlyList<Shift> Shifts, IReadOnlyList<Post> Posts);

/// <param name="Shifts">Null: they stay.</param>
internal sealed record RoundEdit(DateOnly? Day, string? Name, int? TubeSize, IReadOnlyList<Shift>? Shifts);

internal sealed record PostsEdit(IReadOnlyList<Post> Posts);

/// <param name="Freed">People who lost their seat because a post has fewer now.</param>
internal sealed record PostsEdited(int Freed);

internal static class RoundEndpoints
{
    // 600 sites, 12 shifts and 8 roles are fewer.
    private const int MostPosts = 60_000;
    private static readonly int[] TubeSizes = [1, 5, 10, 20];

    public static async Task<Ok<IEnumerable<RoundShown>>> List(ClaimsPrincipal who, RoundBook book) =>
        TypedResults.Ok((await book.Rounds(who.District())).Where(r => r.State != RoundState.Pattern).OrderByDescending(r => r.Id).Select(RoundShown.Of));

    public static async Task<Results<Ok<RoundPlanShown>, ProblemHttpResult>> Show(int id, ClaimsPrincipal who, RoundBook book, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { } round) return NoRound(id);
        var (shifts, posts) = await store.Plan(round.District, id, cancel);
        return TypedResults.Ok(new RoundPlanShown(RoundShown.Of(round), shifts, posts));
    }

    public static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Make(RoundOrder order, ClaimsPrincipal who, RoundBook book, RoundStore store, TimeProvider time, CancellationToken cancel)
    {
        if (order.TubeSize is { } size && !TubeSizes.Contains(size)) return Bad("tubeSize is 1, 5, 10 or 20: how many people's swabs go into one tube.");
        if (order.ClockSpeed is < 1 or > 600) return Bad("clockSpeed is from 1 to 600 times as fast as real time.");
        if (!order.Rehearsal && order.ClockFrom is not null) return Bad("Only a rehearsal has a clock of its own; leave clockFrom out.");
        if (order.Name is { Length: > 60 }) return Bad("A round's name has at most 60 characters.");
        var district = await book.District(who.District());
        if (order.From is { } from && await book.Round(district.Code, from) is null) return NoRound(from);
        var day = order.Day ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(district.TimeZone)).DateTime);
        var name = order.Name?.Trim() is { Length: > 0 } said ? said : $"{day:yyyy-MM-dd}{(order.Rehearsal ? " 演练" : "")}";
        var id = await store.Make(district.Code, order, day, name, cancel);
        return await Told(district.Code, id, book);
    }

    public static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Edit(int id, RoundEdit edit, ClaimsPrincipal who, RoundBook book, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        if (edit.TubeSize is { } size && !TubeSizes.Contains(size)) return Bad("tubeSize is 1, 5, 10 or 20: how many people's swabs go into one tube.");
        if (edit.Name?.Trim() is { Length: 0 or > 60 }) return Bad("A round's name has 1 to 60 characters.");
        if (edit.Shifts is { } shifts && Wrong(shifts) is { } wrong) return Bad(wrong);
        return await store.Edit(round, edit.Day ?? round.Day, edit.Name?.Trim() ?? round.Name, edit.TubeSize ?? round.TubeSize, edit.Shifts, cancel) switch
        {
            EditOutcome.Done => await Told(round.District, id, book),
            EditOutcome.Ended => Conflict($"Round {id} is {round.State.ToString().ToLowerInvariant()}; only a draft or an open round can be changed."),
            EditOutcome.ShiftInUse => Conflict("People are assigned to a shift that was left out; free its seats on the plan first. Nothing was changed."),
            var unknown => throw new InvalidOperationException($"No answer is written for {unknown}."),
        };
    }

    public static async Task<Results<Ok<PostsEdited>, ProblemHttpResult>> Posts(int id, PostsEdit edit, ClaimsPrincipal who, RoundBook book, SiteBook sites, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        if (round.State is RoundState.Closed or RoundState.Sealed) return Conflict($"Round {id} has ended; make the next one from it.");
        if (edit.Posts is not { Count: <= MostPosts }) return Bad($"posts is a list of at most {MostPosts} posts: site, shift, role and seats.");
        if (edit.Posts.DistinctBy(p => (p.Site, p.Shift, p.Role)).Count() < edit.Posts.Count) return Bad("A post comes twice; say each site, shift and role once.");
        var (shifts, _) = await store.Plan(round.District, id, cancel);
        var known = (await sites.Sites(round.District, id)).Select(s => s.Code).ToHashSet();
        foreach (var post in edit.Posts)
        {
            if (!known.Contains(post.Site)) return Bad($"Site {post.Site} is not in round {id}; add it on the sites page first.");
            if (shifts.All(s => s.Code != post.Shift)) return Bad($"Round {id} has no shift {post.Shift}; it has {string.Join(", ", shifts.Select(s => s.Code))}.");
            if (!Enum.GetNames<Role>().Contains(post.Role)) return Bad($"There is no role {post.Role}; use {string.Join(", ", Enum.GetNames<Role>())}.");
            if (post.Seats is < 0 or > 99) return Bad("A post has 0 to 99 seats.");
        }
        return TypedResults.Ok(new PostsEdited(await store.SetPosts(round, edit.Posts, cancel)));
    }

    public static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Open(int id, ClaimsPrincipal who, RoundBook book, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        try
        {
            return await store.Open(round, cancel) ? await Told(round.District, id, book) : Conflict($"Round {id} is sealed and stays as it is; make the next one from it.");
        }
        catch (PostgresException e) when (e.ConstraintName is "one_real_round_open" or "one_rehearsal_open")
        {
            var open = await book.Open(round.District, round.Rehearsal);
            return Conflict($"Round {open?.Id} ({open?.Name}) is open; close it first. One {(round.Rehearsal ? "rehearsal" : "real round")} is open at a time.");
        }
    }

    public static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Close(int id, ClaimsPrincipal who, RoundBook book, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        return await store.Close(round, cancel) ? await Told(round.District, id, book) : Conflict($"Round {id} is {round.State.ToString().ToLowerInvariant()}; only an open round can be closed.");
    }

    public static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Seal(int id, ClaimsPrincipal who, RoundBook book, RoundStore store, CancellationToken cancel)
    {
        if (await book.Round(who.District(), id) is not { State: not RoundState.Pattern } round) return NoRound(id);
        return await store.Seal(round, cancel) ? await Told(round.District, id, book) : Conflict($"Round {id} is {round.State.ToString().ToLowerInvariant()}; close it before it is sealed. A sealed round takes no late counts.");
    }

    private static string? Wrong(IReadOnlyList<Shift> shifts)
    {
        if (shifts.Count is 0 or > 12) return "A round has 1 to 12 shifts.";
        if (shifts.DistinctBy(s => s.Code).Count() < shifts.Count) return "Two shifts have the same code.";
        return shifts.FirstOrDefault(s => s.Code is not { Length: > 0 and <= 12 } || s.Name is not { Length: > 0 and <= 60 } || s.Starts >= s.Ends) is { } bad
            ? $"Shift {bad.Code} needs a code of 1 to 12 characters, a name of 1 to 60 and an end after its start." : null;
    }

    private static async Task<Results<Ok<RoundShown>, ProblemHttpResult>> Told(string district, int id, RoundBook book) =>
        TypedResults.Ok(RoundShown.Of((await book.Round(district, id))!));

    private static ProblemHttpResult NoRound(int id) => TypedResults.Problem($"There is no round {id} in this district; GET /api/v1/rounds lists them.", statusCode: 404, title: "No such round");

    private static ProblemHttpResult Bad(string why) => TypedResults.Problem(why, statusCode: 400, title: "The round cannot be so");

    private static ProblemHttpResult Conflict(string why) => TypedResults.Problem(why, statusCode: 409, title: "Not now");
}
