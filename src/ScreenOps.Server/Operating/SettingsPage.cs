using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ScreenOps.Server.Operating;

/// <summary>The page of all settings: what the code says of each, with its default and its bounds. <c>settings</c> prints it; it lies in deploy/settings.md.</summary>
internal static partial class SettingsPage
{
    /// <summary>What is read besides the rooms' own options, by the framework or at the start.</summary>
    private static readonly (string Name, string Default, string Does)[] Others =
    [
        ("`--urls`, `ASPNETCORE_URLS`", "http://127.0.0.1:8080", "Addresses to listen at, parted by semicolons. https needs a certificate; without one that is configured the server makes its own."),
        ("`ConnectionStrings__Postgres`", "empty", "PostgreSQL 15 or later, as Npgsql writes it: `Host=db;Username=screenops;Password=…;Database=screenops`. Empty: an embedded one in the data folder."),
        ("`ConnectionStrings__Redis`", "empty", "Redis 6 or later, as StackExchange.Redis writes it: `redis:6379,password=…`; of a cluster some of its nodes. Empty: an embedded one inside the server."),
        ("`Kestrel__Certificates__Default__Path`, `__KeyPath`, `__Password`", "empty", "The https certificate: PEM with its key's file, or PFX with its password."),
        ("`Logging__LogLevel__Default`", "Information", "Trace, Debug, Information, Warning, Error, Critical or None: the least that is logged."),
        ("`Logging__Console__FormatterName`", "simple", "`json`: each line of the log is one JSON object, for a collector. `systemd`: with the journal's priorities."),
        ("`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_PROTOCOL`", "empty", "Where metrics and traces are sent; empty: nowhere, and no spans are made. /metrics is there in any case."),
        ("`OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`", "parentbased_always_on", "`parentbased_traceidratio` and `0.01`: one trace in a hundred. A tap's trace has the call, `screenops.turn`, `screenops.commit` and `screenops.board`; at some thousand taps a second all of them are too many."),
        ("`" + KeyFiles.Variable + "`", "empty", "Of `backup` and `restore`: the passphrase that the keys in a backup are sealed with; `" + KeyFiles.Option + " FILE` instead of it."),
    ];

    public static string Write()
    {
        var words = XDocument.Load(Path.ChangeExtension(typeof(SettingsPage).Assembly.Location, ".xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => Text(m.Element("summary")));
        var page = new StringBuilder("""
            # Settings

            Made by `dotnet run --project src/ScreenOps.Server -- settings` from what the code says of each; a test compares. Each is an environment variable as written here, or an argument with a colon
            (`--Counting:Patience=00:00:05`), or a line of appsettings.json. A time span is written `days.hours:minutes:seconds`. A value out of its bounds stops the start; `doctor` finds those, and names that mean nothing.

            | setting | default | what it does |
            |---|---|---|

            """);
        foreach (var (name, standard, does) in Others) page.Append($"| {name} | {standard} | {does} |\n");
        foreach (var section in SettingSection.All)
        {
            page.Append($"\n## {section.Name}\n\n{words.GetValueOrDefault($"T:{section.Type.FullName}")}\n\n| setting | default | least | most | what it does |\n|---|---|---|---|---|\n");
            var defaults = section.Defaults();
            foreach (var setting in section.Settings)
            {
                var bounds = SettingSection.Bounds(setting);
                page.Append($"| `{section.Name}__{setting.Name}` | {Default(setting, defaults)} | {Bound(bounds?.Least)} | {Bound(bounds?.Most)} | {words.GetValueOrDefault($"P:{section.Type.FullName}.{setting.Name}", "")} |\n");
            }
        }
        return page.ToString();
    }

    private static string Bound(object? bound) => bound is null ? "" : SettingsCheck.Text(bound);

    /// <summary>One that depends on where the program lies is told by what it is.</summary>
    private static string Default(PropertyInfo setting, object defaults) => setting.GetValue(defaults) is string text && Path.IsPathRooted(text) ? "`.data` in the checkout, else in the working folder" : SettingsCheck.Text(setting.GetValue(defaults));

    /// <summary>One line; what it refers to is named by its last part.</summary>
    private static string Text(XElement? summary) => summary is null ? "" : Spaces().Replace(string.Concat(summary.Nodes().Select(n => n switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        XText text => text.Value,
        _ => "",
    })), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
