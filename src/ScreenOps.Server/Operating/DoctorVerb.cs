using System.Text.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary><c>doctor [--json]</c>: 0 where nothing is wrong, else 1; each finding with its cause and its cure.</summary>
internal static class DoctorVerb
{
    private const int AreaWidth = 13, Width = 118;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record Report(bool Ok, IReadOnlyList<Finding> Findings);

    public static async Task<int> Run(IConfiguration configuration, ServerAddress? running, bool json, TimeProvider time, TextWriter print, CancellationToken cancel)
    {
        var found = await new Doctor(configuration, time).Look(running, cancel);
        var ok = found.All(f => f.Verdict != Verdict.Wrong);
        if (json) await print.WriteLineAsync(JsonSerializer.Serialize(new Report(ok, found), Json));
        else await Table(found, ok, print);
        return ok ? 0 : 1;
    }

    private static async Task Table(IReadOnlyList<Finding> found, bool ok, TextWriter print)
    {
        foreach (var finding in found.OrderByDescending(f => f.Verdict))
        {
            await Lines(Word(finding.Verdict), finding.Area, finding.Found, print);
            if (finding.Cure is { } cure) await Lines("", "cure", cure, print);
        }
        await print.WriteLineAsync(ok ? found.Any(f => f.Verdict == Verdict.Mind) ? "It runs; what stands under mind will cost somebody one day." : "Everything is as it should be." : Count(found.Count(f => f.Verdict == Verdict.Wrong)));
    }

    private static string Count(int wrong) => wrong == 1 ? "One thing is wrong; its cure stands beside it." : $"{wrong} things are wrong; each has its cure beside it.";

    private static string Word(Verdict verdict) => verdict switch { Verdict.Good => "good", Verdict.Mind => "mind", _ => "WRONG" };

    private static async Task Lines(string word, string area, string text, TextWriter print)
    {
        var left = $"{word,-6}{area,-AreaWidth} ";
        var line = left;
        foreach (var part in text.Split(' '))
        {
            if (line.Length + part.Length > Width && line.Length > left.Length)
            {
                await print.WriteLineAsync(line.TrimEnd());
                line = new(' ', left.Length);
            }
            line += part + " ";
        }
        await print.WriteLineAsync(line.TrimEnd());
    }
}
