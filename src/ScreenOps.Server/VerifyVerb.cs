using System.Net.Http.Json;
using ScreenOps.Server.Board;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;

namespace ScreenOps.Server;

/// <summary><c>verify</c>: 0 where ledger, live fold and board agree and nothing was mended since the last time; else 1, saying where.</summary>
internal static class VerifyVerb
{
    public static async Task<int> Run(ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        using var answer = await http.PostAsync("/api/v1/board/verify", null, stop);
        if (!answer.IsSuccessStatusCode) throw new StartException($"{server.Url} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        var told = (await answer.Content.ReadFromJsonAsync<Verified>(RehearsalApi.Json, stop))!;
        foreach (var difference in told.Differences) await print.WriteLineAsync($"differs now: {difference}");
        foreach (var repair in told.Repairs) await print.WriteLineAsync($"was mended since the last verify: {repair}");
        var good = told.Differences.Count + told.Repairs.Count == 0;
        await print.WriteLineAsync($"District {told.District}: {told.Sites} counted sites, {told.Arrived:N0} arrived, {told.Sampled:N0} sampled; {(good ? "ledger, live fold and board agree." : "see above.")}");
        return good ? 0 : 1;
    }
}
