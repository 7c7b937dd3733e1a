using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ScreenOps.Server.Platform;

/// <summary>What a type says is never null is never null once it was read from JSON: it was not left out, not null, and no list of it holds one.</summary>
internal static class NoNulls
{
    public static void Hold(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var nullability = new NullabilityInfoContext();
        var said = type.Properties.Where(p => p.Get is not null).Select(p => (Property: p, Null: p.AttributeProvider is PropertyInfo property ? nullability.Create(property) : null)).ToList();
        JsonPropertyInfo[] members = [.. said.Where(s => Never(s.Null)).Select(s => s.Property)], lists = [.. said.Where(s => Never(s.Null?.ElementType) || s.Null?.GenericTypeArguments is [var element] && Never(element)).Select(s => s.Property)];
        if (members.Length + lists.Length > 0) type.OnDeserialized += read => Look(read, members, lists);
    }

    private static bool Never(NullabilityInfo? info) => info is { ReadState: NullabilityState.NotNull, Type.IsValueType: false };

    private static void Look(object read, JsonPropertyInfo[] members, JsonPropertyInfo[] lists)
    {
        foreach (var member in members)
            if (member.Get!(read) is null) throw new NullFoundException($"{member.Name} is missing or null");
        foreach (var list in lists)
            if (list.Get!(read) is IEnumerable elements && elements.Cast<object?>().Contains(null)) throw new NullFoundException($"{list.Name} holds a null");
    }
}

/// <summary>Says what is missing; its path says where.</summary>
internal sealed class NullFoundException(string message) : JsonException(message);
