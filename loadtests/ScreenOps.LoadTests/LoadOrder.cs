using System.Globalization;

namespace ScreenOps.LoadTests;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Url">A server elsewhere; null: one of our own.</param>
/// <param name="DataFolder">With a server elsewhere: where it left its token.</param>
internal sealed record LoadOrder(string Story, TimeSpan Length, string? Json, Uri? Url, string? DataFolder, string? Postgres, string? Redis, int? Viewers, double? Rate, int? Districts)
{
    public const string Usage = """
        dotnet run -c Release --project loadtests/ScreenOps.LoadTests -- STORY [--seconds N] [--json FILE] [--viewers N] [--rate N] [--districts N]
            [--url URL --data FOLDER [--postgres CONNECTION] [--redis CONNECTION]]
        """;

    private static readonly string[] Known = ["--seconds", "--json", "--url", "--data", "--postgres", "--redis", "--viewers", "--rate", "--districts"];

    public static LoadOrder Parse(string[] args)
    {
        if (args is not [{ } name, .. var rest] || name.StartsWith('-')) throw new LoadTestException($"Which story?\n\n{Usage}\n\n{StoryList.Told}");
        var story = StoryList.Find(name);
        var said = new Dictionary<string, string>();
        for (var i = 0; i < rest.Length; i += 2)
        {
            if (!Known.Contains(rest[i])) throw new LoadTestException($"There is no option {rest[i]}.\n\n{Usage}");
            said[rest[i]] = i + 1 < rest.Length ? rest[i + 1] : throw new LoadTestException($"{rest[i]} needs a value.");
        }
        return new(name, TimeSpan.FromSeconds(Number(said, "--seconds", 1, 86_400) ?? story.Seconds), said.GetValueOrDefault("--json"), Address(said), said.GetValueOrDefault("--data"),
            said.GetValueOrDefault("--postgres"), said.GetValueOrDefault("--redis"), (int?)Number(said, "--viewers", 0, 100_000), Number(said, "--rate", 1, 1_000_000), (int?)Number(said, "--districts", 1, 1000));
    }

    private static double? Number(Dictionary<string, string> said, string option, double least, double most) =>
        said.GetValueOrDefault(option) is not { } text ? null
        : double.TryParse(text, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n
        : throw new LoadTestException($"{option} takes a number from {least} to {most}.");

    private static Uri? Address(Dictionary<string, string> said) =>
        said.GetValueOrDefault("--url") is not { } text ? null : Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw new LoadTestException("--url takes an address such as http://127.0.0.1:8080.");
}
