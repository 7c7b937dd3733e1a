using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>The configuration: values that cannot be read or are out of bounds, and names that mean nothing and are passed over in silence.</summary>
internal static class SettingsCheck
{
    private const string Area = "settings";

    public static IEnumerable<Finding> Look(IConfiguration configuration)
    {
        var (found, set) = (new List<Finding>(), 0);
        foreach (var section in SettingSection.All)
        {
            var said = configuration.GetSection(section.Name).GetChildren().ToList();
            foreach (var child in said)
            {
                if (section.Settings.FirstOrDefault(s => s.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting) found.Add(Unknown(section, child.Key));
                else if (Fault(section, setting, child.Value) is { } fault) found.Add(fault);
                else set++;
            }
        }
        found.AddRange(OneUnderscore(configuration));
        found.AddRange(Address(configuration));
        if (found.All(f => f.Verdict != Verdict.Wrong)) found.Insert(0, Finding.Good(Area, $"{SettingSection.All.Sum(s => s.Settings.Count)} settings in {SettingSection.All.Count} sections, {set} of them not left as they come; all within their bounds"));
        return found;
    }

    private static Finding? Fault(SettingSection section, PropertyInfo setting, string? said)
    {
        var (name, value) = ($"{section.Name}:{setting.Name}", (object?)null);
        var cure = $"Set {section.Name}__{setting.Name}{Limits(setting)}, or leave it out; then it is {Text(setting.GetValue(section.Defaults()))}.";
        try
        {
            var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
            value = string.IsNullOrEmpty(said) ? (type == typeof(string) ? said : null) : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(said);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return Finding.Wrong(Area, $"{name} is \"{said}\", which is no {Kind(setting.PropertyType)}: the server does not start.", cure);
        }
        var results = new List<ValidationResult>();
        var judged = setting.GetCustomAttributes<ValidationAttribute>();
        return Validator.TryValidateValue(value!, new(section.Defaults()) { MemberName = setting.Name }, results, judged) ? null
            : Finding.Wrong(Area, $"{name} is \"{said}\": {results[0].ErrorMessage} The server does not start.", cure);
    }

    private static string Limits(PropertyInfo setting) => SettingSection.Bounds(setting) is var (least, most) ? $" from {Text(least)} to {Text(most)}" : "";

    private static Finding Unknown(SettingSection section, string name) => Finding.Mind(Area, $"There is no setting {section.Name}:{name}: it does nothing.",
        $"Take it away, or write the one that is meant{(Nearest(section, name) is { } near ? $", such as {section.Name}__{near}" : "")}; deploy/settings.md lists them all.");

    private static string? Nearest(SettingSection section, string name) =>
        section.Settings.Select(s => (s.Name, Far: Distance(s.Name.ToUpperInvariant(), name.ToUpperInvariant()))).Where(s => s.Far <= 1 + name.Length / 3).OrderBy(s => s.Far).Select(s => s.Name).FirstOrDefault();

    /// <summary>Letters to change, add or take away until the one word is the other.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++) (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    /// <summary>In an environment variable a section ends with two underscores; with one it is another name.</summary>
    private static IEnumerable<Finding> OneUnderscore(IConfiguration configuration) =>
        from entry in configuration.GetChildren()
        from section in SettingSection.All
        where entry.Value is not null && entry.Key.StartsWith(section.Name + "_", StringComparison.OrdinalIgnoreCase)
        let rest = entry.Key[(section.Name.Length + 1)..].TrimStart('_')
        where section.Settings.Any(s => s.Name.Equals(rest, StringComparison.OrdinalIgnoreCase))
        select Finding.Mind(Area, $"{entry.Key} does nothing: a section and its setting are parted by two underscores.", $"Write {section.Name}__{rest}.");

    /// <summary>Phones elsewhere give the camera, offline pages and cryptography to https alone.</summary>
    private static IEnumerable<Finding> Address(IConfiguration configuration)
    {
        if (!Uri.TryCreate(configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.PublicUrl)}"], UriKind.Absolute, out var url)) yield break;
        if (!url.IsLoopback && url.Scheme != Uri.UriSchemeHttps)
            yield return Finding.Mind(Area, $"Links and posters lead to {url}, which is not https: phones give pages there no camera and no offline store.", "Put the server behind a proxy with a certificate, or have it listen at https, and set ScreenOps__PublicUrl to that address.");
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name switch
    {
        nameof(TimeSpan) => "time span such as 00:00:10", nameof(Int32) or nameof(Int64) => "whole number", nameof(Double) => "number", nameof(Boolean) => "true or false", var other => other,
    };

    public static string Text(object? value) => value switch
    {
        null or "" => "empty", TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture), bool b => b ? "true" : "false", _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
