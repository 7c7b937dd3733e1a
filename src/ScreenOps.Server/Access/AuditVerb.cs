using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Core.Access;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary><c>audit verify</c>: 0 where the trail is as it was written, else 1, saying which rows are not. <c>audit anchor WHY</c>: takes its end as it is, after a restore.</summary>
internal static class AuditVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        using var http = server.Http();
        switch (args)
        {
            case ["verify"]: break;
            case ["anchor", .. { Length: > 0 } why]:
                using (var reset = await http.PostAsJsonAsync("/api/v1/audit/anchor", new { why = string.Join(' ', why) }, stop)) await Answers.Good(reset, stop);
                break;
            default: throw new StartException("audit takes verify, or anchor and why the trail's end is taken as it is.");
        }
        using var answer = await http.PostAsync("/api/v1/audit/verify", null, stop);
        var told = (await (await Answers.Good(answer, stop)).Content.ReadFromJsonAsync<AuditVerified>(Json, stop))!;
        foreach (var fault in told.Faults) await print.WriteLineAsync(Words(fault));
        await print.WriteLineAsync($"{told.Rows:N0} rows, the last is {told.Last} ({told.Hash}); this server's anchor knows row {told.Anchor}. {(told.Faults.Count == 0 ? "The trail is as it was written." : "See above.")}");
        return told.Faults.Count == 0 ? 0 : 1;
    }

    private static string Words(AuditFault f) => f.Flaw switch
    {
        AuditFlaw.Missing => $"rows {f.From} to {f.To} are missing: somebody took them out.",
        AuditFlaw.Changed => $"row {f.From} is not as it was written: somebody changed it, or put it in.",
        AuditFlaw.CutOff => $"rows {f.From} to {f.To} are missing at the end: somebody cut them off, or an older backup was restored; after a restore, say so with audit anchor.",
        AuditFlaw.Replaced => $"row {f.From} is not the one that this server's anchor knows: the trail was written anew from there or before.",
        var unknown => throw new InvalidOperationException($"No words are written for {unknown}."),
    };
}

/// <summary>What a verb does with a server's no.</summary>
internal static class Answers
{
    public static async Task<HttpResponseMessage> Good(HttpResponseMessage answer, CancellationToken stop) => answer.IsSuccessStatusCode ? answer
        : throw new StartException($"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}: {await Detail(answer, stop)}");

    private static async Task<string> Detail(HttpResponseMessage answer, CancellationToken stop)
    {
        var text = await answer.Content.ReadAsStringAsync(stop);
        try
        {
            return JsonDocument.Parse(text).RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? text : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
