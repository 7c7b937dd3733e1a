using System.Globalization;
using System.Text.Json;
using CsvHelper;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary><c>plan DIR [--seconds N] [--out PLAN.csv] [--json FILE]</c>: the best plan for a folder's files, without server or database.</summary>
internal static class PlanVerb
{
    private const string Form = "plan DIR [--seconds N] [--out PLAN.csv] [--json FILE]";
    private const int MostSeconds = 3600, FewRemedies = 5;

    /// <summary>0: a plan was made, whether or not every seat could be filled; 1: the folder cannot be used, and the message says what to do.</summary>
    /// <param name="args">What follows the word plan.</param>
    /// <param name="stop">Ends the search; the best plan so far is the answer.</param>
    public static async Task<int> Run(string[] args, TimeProvider time, TextWriter print, CancellationToken stop)
    {
        try
        {
            var order = Read(args);
            var folder = PlanFolder.Read(order.Folder);
            if (PlanTask.TooManyShifts(folder.Input)) throw new ImportException($"posts.csv has posts in more than {PlanTask.MostShifts} shifts, which cannot be planned as one; put each part of the day in a folder of its own.");
            await print.WriteLineAsync($"{folder.Input.Members.Count:N0} people for {folder.Input.Seats.Count():N0} seats on {folder.Input.Posts.Select(p => p.Site).Distinct().Count():N0} sites"
                + (folder.Refused > 0 ? $"; {folder.Refused:N0} rows are refused, see import DIR --check." : "."));
            var solved = new PlanSolver(time).Solve(new(folder.Input, []), order.Limit, better => print.WriteLine(Line(better)), stop);
            await print.WriteLineAsync(Line(solved));
            await print.WriteLineAsync(solved.Proven ? "No plan is better." : $"Not proven: a better plan may leave {solved.WeightBound} unfilled, or be {solved.GapPct:F4} % shorter.");
            await Reasons(folder.Input, solved.Plan, print);
            if (order.Out is { } csv) await Write(csv, () => Csv(csv, folder, solved.Plan));
            if (order.Json is { } json) await Write(json, () => File.WriteAllTextAsync(json, Json(solved) + "\n", CancellationToken.None));
            return 0;
        }
        catch (ImportException e)
        {
            await print.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>What is empty and who is left over, each reason once with how often; then what would help.</summary>
    private static async Task Reasons(PlanInput input, IReadOnlyList<Assignment> plan, TextWriter print)
    {
        var left = LeftOver.Of(input, plan);
        foreach (var why in EmptySeats.Of(input, plan).GroupBy(e => e.Text).OrderByDescending(g => g.Sum(e => e.Empty * e.Role.Weight())))
            await print.WriteLineAsync($"{why.Sum(e => e.Empty)} empty at {string.Join(", ", why.Select(e => e.Site))}: {why.Key}");
        foreach (var remedy in Remedies.Of(input, plan).Take(FewRemedies)) await print.WriteLineAsync($"would help: {remedy.Text}");
        foreach (var why in left.CountBy(l => l.Text).OrderByDescending(w => w.Value)) await print.WriteLineAsync($"{why.Value} left over: {why.Key}");
    }

    private sealed record Order(string Folder, TimeSpan Limit, string? Out, string? Json);

    private static Order Read(string[] args)
    {
        var (folders, said) = (new List<string>(), new Dictionary<string, string>());
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal)) folders.Add(args[i]);
            else if (args[i] is not ("--seconds" or "--out" or "--json")) throw new ImportException($"plan does not know {args[i]}. It is: {Form}.");
            else if (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal)) throw new ImportException($"{args[i]} takes a word after it. It is: {Form}.");
            else said[args[i]] = args[++i];
        }
        if (folders is not [var folder]) throw new ImportException($"Name one folder: {Form}.");
        if (!double.TryParse(said.GetValueOrDefault("--seconds", "60"), CultureInfo.InvariantCulture, out var seconds) || seconds is not (> 0 and <= MostSeconds))
            throw new ImportException($"--seconds takes a number above 0 and up to {MostSeconds}: how long a better plan is looked for.");
        return new(folder, TimeSpan.FromSeconds(seconds), said.GetValueOrDefault("--out"), said.GetValueOrDefault("--json"));
    }

    private static string Line(Solved s) => string.Create(CultureInfo.InvariantCulture,
        $"{s.Elapsed.TotalSeconds,7:F2} s  {s.Figures.Filled,6} of {s.Figures.Seats} seats  weight {s.Figures.UnfilledWeight} (at least {s.WeightBound})  {s.Figures.TravelKm:F4} km (at least {s.KmBound:F4})");

    private static string Json(Solved s) => JsonSerializer.Serialize(new
    {
        filled = s.Figures.Filled, seats = s.Figures.Seats, unfilledWeight = s.Figures.UnfilledWeight, unfilledWeightBound = s.WeightBound,
        travelKm = s.Figures.TravelKm, travelKmBound = s.KmBound, gapPct = s.GapPct, firstPlanMs = Math.Round(s.FirstPlan.TotalMilliseconds, 1), elapsedMs = Math.Round(s.Elapsed.TotalMilliseconds, 1),
    });

    private static async Task Csv(string path, PlanFolder folder, IReadOnlyList<Assignment> plan)
    {
        await using var csv = CsvWriter.Create(File.Create(path), new());
        csv.WriteRecord("phone", "site", "shift", "role");
        foreach (var (seat, member) in plan.Where(a => a.Holds).Select(a => (a.Seat, a.Member))
            .OrderBy(a => a.Seat.Site, StringComparer.Ordinal).ThenBy(a => a.Seat.Shift, StringComparer.Ordinal).ThenBy(a => a.Seat.Role).ThenBy(a => a.Seat.Number))
            csv.WriteRecord(folder.Phones[member], seat.Site, seat.Shift, seat.Role.Word());
    }

    private static async Task Write(string path, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path} cannot be written: {e.Message} Name a file in a folder that exists.", e);
        }
    }
}
