using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ScreenOps.Server.Operating;

/// <summary>A section of the configuration, by the options that a room reads from it.</summary>
internal sealed record SettingSection(string Name, Type Type)
{
    private const string Marks = "Options", NameField = "Section";

    /// <summary>Every one there is: a room's options name their section in a constant.</summary>
    public static IReadOnlyList<SettingSection> All { get; } = [.. typeof(SettingSection).Assembly.GetTypes()
        .Where(t => t.Name.EndsWith(Marks, StringComparison.Ordinal) && t.GetField(NameField) is { IsLiteral: true })
        .Select(t => new SettingSection((string)t.GetField(NameField)!.GetRawConstantValue()!, t)).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>In the order in which they are written.</summary>
    public IReadOnlyList<PropertyInfo> Settings { get; } = [.. Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)];

    /// <summary>The least and the most that a setting may be; null: it has no such bounds.</summary>
    public static (object Least, object Most)? Bounds(PropertyInfo setting)
    {
        if (setting.GetCustomAttribute<RangeAttribute>() is not { } range) return null;
        var converter = TypeDescriptor.GetConverter(range.OperandType);
        object Of(object bound) => bound is string text ? converter.ConvertFromInvariantString(text)! : bound;
        return (Of(range.Minimum), Of(range.Maximum));
    }

    /// <summary>What each setting is where nobody says otherwise.</summary>
    public object Defaults() => Activator.CreateInstance(Type)!;
}
