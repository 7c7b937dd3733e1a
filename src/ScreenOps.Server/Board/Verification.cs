using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;

namespace ScreenOps.Server.Board;

/// <param name="Differences">Where ledger, live fold and board are not the same now, a sentence each.</param>
/// <param name="Repairs">What the sweep had to mend since the last verification.</param>
internal sealed record Verified(string District, int Sites, long Arrived, long Sampled, IReadOnlyList<string> Differences, IReadOnlyList<string> Repairs);

/// <summary>Compares ledger, live fold and this server's board. It mends nothing; it only notes which repairs it has told.</summary>
internal sealed class Verification(NpgsqlDataSource postgres, Comparison comparison, LiveFold fold, DistrictBoards boards, TimeProvider time)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5), Between = TimeSpan.FromMilliseconds(50);

    public async Task<Verified> Run(string district, CancellationToken cancel)
    {
        List<string> differences = await comparison.All(district, cancel) switch
        {
            Compared.Agree => [],
            Compared.Differ { Where: var where } => [.. where],
            Compared.Unsettled { Why: var why } => [$"ledger and live fold were not compared: {why}"],
            var unknown => throw new InvalidOperationException($"No sentence is written for {unknown}."),
        };
        differences.AddRange(await Apart(district, cancel));
        var board = await boards.Read(district, cancel);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var repairs = await connection.QueryAsync<string>(new CommandDefinition("""
            with told as (update repairs set verified_at = @now where district = @district and verified_at is null returning id, what) select what from told order by id
            """, new { district, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
        return new(district, board.Count, board.Sum(s => s.Arrived + s.Implied), board.Sum(s => s.Sampled), differences, [.. repairs]);
    }

    /// <summary>
    /// Where the board shows something else than the live fold. The board follows by messages that may be on their way, and counting goes on:
    /// a site is compared when both are seen at one version.
    /// </summary>
    private async Task<IEnumerable<string>> Apart(string district, CancellationToken cancel)
    {
        var (began, settled, last) = (time.GetTimestamp(), new HashSet<(int, string)>(), new List<string>());
        while (true)
        {
            last.Clear();
            var live = (await fold.Read(district, cancel)).Sites.Select(s => s.Count).ToList();
            var board = (await boards.Read(district, cancel)).ToDictionary(s => (s.Round, s.Site));
            foreach (var held in live.Where(s => !settled.Contains((s.Round, s.Site))))
            {
                var shown = board.GetValueOrDefault((held.Round, held.Site));
                if (shown == held) settled.Add((held.Round, held.Site));
                else last.Add($"round {held.Round} site {held.Site}: the live fold has arrived {held.Arrived} and sampled {held.Sampled}, the board {(shown is null ? "nothing" : $"{shown.Arrived} and {shown.Sampled}")}");
            }
            if (last.Count == 0 || time.GetElapsedTime(began) >= Settle) return last;
            await Task.Delay(Between, time, cancel);
        }
    }
}

internal static class VerificationEndpoints
{
    public static async Task<Ok<Verified>> Verify(ClaimsPrincipal who, Verification verification, CancellationToken cancel) =>
        TypedResults.Ok(await verification.Run(who.District(), cancel));
}
