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
internal sealed class Verification(NpgsqlDataSource postgres, Comparison comparison, LiveFold live, DistrictBoards boards, TimeProvider time)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5), Between = TimeSpan.FromMilliseconds(100);

    public async Task<Verified> Run(string district, CancellationToken cancel)
    {
        var differences = new List<string>(await comparison.Differences(district, cancel));
        var board = await boards.Read(district, cancel);
        var began = time.GetTimestamp();
        var apart = await Apart(district, board, cancel);
        // The board follows by messages that may be on their way.
        while (apart.Count > 0 && time.GetElapsedTime(began) < Settle)
        {
            await Task.Delay(Between, time, cancel);
            board = await boards.Read(district, cancel);
            apart = await Apart(district, board, cancel);
        }
        differences.AddRange(apart);
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        var repairs = await connection.QueryAsync<string>(new CommandDefinition("""
            with told as (update repairs set verified_at = @now where district = @district and verified_at is null returning id, what) select what from told order by id
            """, new { district, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
        return new(district, board.Count, board.Sum(s => s.Arrived + s.Implied), board.Sum(s => s.Sampled), differences, [.. repairs]);
    }

    private async Task<List<string>> Apart(string district, IReadOnlyList<Core.Counting.SiteCount> board, CancellationToken cancel)
    {
        var shown = board.ToDictionary(s => (s.Round, s.Site));
        return [.. (await live.Read(district, cancel)).Sites.Select(s => s.Count)
            .Where(s => !shown.TryGetValue((s.Round, s.Site), out var seen) || seen != s)
            .Select(s => $"round {s.Round} site {s.Site}: the live fold has arrived {s.Arrived} and sampled {s.Sampled}, the board {(shown.TryGetValue((s.Round, s.Site), out var seen) ? $"{seen.Arrived} and {seen.Sampled}" : "nothing")}")];
    }
}

internal static class VerificationEndpoints
{
    public static async Task<Ok<Verified>> Verify(ClaimsPrincipal who, Verification verification, CancellationToken cancel) =>
        TypedResults.Ok(await verification.Run(who.District(), cancel));
}
