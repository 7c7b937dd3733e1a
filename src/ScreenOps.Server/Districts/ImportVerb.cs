using System.Text.Json;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary><c>import DIR [--check] [--json FILE] [--district CODE [--name NAME]]</c>: brings a folder into a district, or with --check tells what it would bring.</summary>
internal static class ImportVerb
{
    private const int FirstRefused = 10;

    /// <summary>Needs neither server nor database. 0: every file can be used, though rows may be refused; 1: a file cannot, and the message says what to do.</summary>
    /// <param name="args">What follows the word import.</param>
    public static async Task<int> Check(string[] args, TextWriter print)
    {
        try
        {
            var order = Read(args);
            var report = ImportCheck.Run(order.Folder);
            await Table(report.Files, report.Files.Sum(f => f.Refused), [.. report.Refused.Take(FirstRefused).Select(RefusedShown.Of)], print);
            if (order.Json is { } json) await Write(json, JsonSerializer.Serialize(report, ImportReport.Json), print);
            return 0;
        }
        catch (ImportException e)
        {
            await print.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Sends the folder to a running server and waits for the end. 0: imported; 1: a file cannot be used, or the server cannot be reached; the message says what to do.</summary>
    /// <param name="args">What follows the word import; those that name the server are the caller's.</param>
    public static async Task<int> Run(string[] args, ServerAddress server, TextWriter print, CancellationToken stop)
    {
        try
        {
            var order = Read(args);
            using var client = new ImportClient(server, order.District, order.Name);
            var end = await client.Import(ImportFile.InFolder(order.Folder), line => print.WriteLineAsync(line), stop);
            if (end.State != ImportState.Done) throw new ImportException(end.Error ?? "The import failed; the server's log says why.");
            await Table(end.Files, end.Refused, [.. end.FirstRefused.Take(FirstRefused)], print);
            if (end.Refused > 0) await print.WriteLineAsync($"All of them: {new Uri(server.Url, $"/api/v1/imports/{end.Id}/refused.csv")}, or the import's page.");
            if (order.Json is { } json) await Write(json, JsonSerializer.Serialize(end.Report, ImportReport.Json), print);
            return 0;
        }
        catch (ImportException e)
        {
            await print.WriteLineAsync(e.Message);
            return 1;
        }
        catch (HttpRequestException e)
        {
            await print.WriteLineAsync($"The server {server.Url} cannot be reached ({e.Message}). Start it, or name another with --url.");
            return 1;
        }
    }

    /// <param name="District">Where nothing is said: the first district of the server.</param>
    /// <param name="Name">Of a district that is new.</param>
    private sealed record Order(string Folder, string? Json, string? District, string? Name);

    /// <summary>Options of the server itself (--ScreenOps:DataFolder=…) and where it is are not the import's.</summary>
    private static Order Read(string[] args)
    {
        const string form = "import DIR [--check] [--json FILE] [--district CODE [--name NAME]]";
        var (folders, said) = (new List<string>(), new Dictionary<string, string>());
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (arg is "--json" or "--district" or "--name" or "--url" or "--token" or "--fingerprint")
            {
                if (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal)) throw new ImportException($"{arg} takes a word after it. It is: {form}.");
                said[arg] = args[i];
            }
            else if (!arg.StartsWith("--", StringComparison.Ordinal)) folders.Add(arg);
            else if (arg != "--check" && !arg.Contains('=')) throw new ImportException($"import does not know {arg}. It is: {form}.");
        }
        return folders is [var folder] ? new(folder, said.GetValueOrDefault("--json"), said.GetValueOrDefault("--district"), said.GetValueOrDefault("--name"))
            : throw new ImportException($"Name one folder: {form}. It holds one or more of {ImportFile.Known}.");
    }

    private static async Task Table(IReadOnlyList<ImportedFile> files, int refused, IReadOnlyList<RefusedShown> first, TextWriter print)
    {
        await print.WriteLineAsync($"{"file",-18}{"rows",9}{"accepted",10}{"refused",9}");
        foreach (var f in files) await print.WriteLineAsync($"{f.File,-18}{f.Rows,9:N0}{f.Accepted,10:N0}{f.Refused,9:N0}");
        if (refused == 0) return;
        await print.WriteLineAsync($"{refused:N0} rows are refused, the others can be taken:");
        foreach (var r in first) await print.WriteLineAsync($"  {r.File} row {r.Row}, {r.Column}: {r.Reason}. {r.Cure}");
        if (refused > first.Count) await print.WriteLineAsync($"  and {refused - first.Count:N0} more.");
    }

    private static async Task Write(string path, string json, TextWriter print)
    {
        try
        {
            await File.WriteAllTextAsync(path, json + "\n");
            await print.WriteLineAsync($"The report is in {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"The report cannot be written to {path}: {e.Message} Name a file in a folder that exists.", e);
        }
    }
}
