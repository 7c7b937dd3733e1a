using System.Net.Http.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;

namespace ScreenOps.Server.Operating;

/// <param name="Epoch">Of the new fold.</param>
internal sealed record Rebuilt(string District, long Epoch, double Seconds);

/// <summary><c>rebuild</c>: makes the live fold anew from the ledger, for an operator who wants to see it done. Nobody needs it: a server does so by itself where Redis differs.</summary>
internal static class Rebuild
{
    /// <summary>Folds each district anew, or the one that is named; counting goes on.</summary>
    public static async Task<Results<Ok<List<Rebuilt>>, ProblemHttpResult>> All(string? district, RoundBook rounds, Folding folding, NpgsqlDataSource postgres, TimeProvider time, CancellationToken cancel)
    {
        var known = await rounds.Districts();
        if (district is not null && !known.Contains(district)) return TypedResults.Problem($"There is no district {district}; there are {string.Join(", ", known)}.", statusCode: 404, title: "No such district");
        var rebuilt = new List<Rebuilt>();
        foreach (var code in known.Where(k => district is null || k == district))
        {
            var began = time.GetTimestamp();
            await using var connection = await postgres.OpenConnectionAsync(cancel);
            var epoch = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select epoch from districts where code = @code", new { code }, cancellationToken: cancel));
            rebuilt.Add(new(code, await folding.Fold(code, epoch, "an operator asked for it", cancel), time.GetElapsedTime(began).TotalSeconds));
        }
        return TypedResults.Ok(rebuilt);
    }

    public static async Task<int> Verb(string? district, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        using var answer = await http.PostAsync("/api/v1/rebuild" + (district is null ? "" : $"?district={Uri.EscapeDataString(district)}"), null, stop);
        if (!answer.IsSuccessStatusCode) throw new StartException($"{server.Url} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        foreach (var told in (await answer.Content.ReadFromJsonAsync<Rebuilt[]>(RehearsalApi.Json, stop))!)
            await print.WriteLineAsync($"District {told.District} was folded anew from the ledger as epoch {told.Epoch} in {told.Seconds:N2} s.");
        return 0;
    }
}
