using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>Bodies for every route of the API, made from its own description: of the right shape with odd values, or with a field of another shape, or without one.</summary>
internal sealed class Bodies
{
    private static readonly string[] Texts =
    [
        "", " ", "S1", "V", "A", "Sampler", "13800000001", "99042519440520296X", "2026-11-24", "05:30", "not-a-uuid", "\u0000", "﻿", "𠀀".PadRight(40, '字'), new('x', 5000), "'; drop table accounts; --", "%00", "../../etc/passwd",
        "=HYPERLINK(\"x\")", "<script>", "SO1:", "{}", "-1", "1e400",
    ];

    private static readonly long[] Numbers = [0, 1, -1, 2, 99, 100, 1000, int.MaxValue, int.MinValue, (long)int.MaxValue + 1, long.MaxValue, long.MinValue, 1_790_000_000_000];
    private readonly JsonElement root;
    private readonly Random random;

    public Bodies(JsonDocument document, int seed)
    {
        (root, random) = (document.RootElement, new Random(seed));
        Routes = [.. root.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _))
            .Select(o => (o.Name.ToUpperInvariant(), p.Name, o.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"))))];
    }

    public IReadOnlyList<(string Method, string Path, JsonElement Schema)> Routes { get; }

    public string Of(JsonElement schema) => Value(schema, 0)?.ToJsonString() ?? "null";

    /// <summary>What is there, what is not, and what cannot be.</summary>
    public string Filled(string path)
    {
        for (int at; (at = path.IndexOf('{', StringComparison.Ordinal)) >= 0;)
            path = path[..at] + Uri.EscapeDataString(random.Next(6) switch { 0 => "S1", 1 => "1", 2 => Guid.NewGuid().ToString(), 3 => "0", 4 => int.MaxValue.ToString(CultureInfo.InvariantCulture), _ => "S1" }) + path[(path.IndexOf('}', at) + 1)..];
        return path;
    }

    private JsonNode? Value(JsonElement schema, int depth)
    {
        if (random.Next(24) == 0) return Odd();
        if (schema.TryGetProperty("$ref", out var named)) return Value(root.GetProperty("components").GetProperty("schemas").GetProperty(named.GetString()!.Split('/')[^1]), depth);
        foreach (var either in new[] { "oneOf", "anyOf", "allOf" })
            if (schema.TryGetProperty(either, out var several)) return Value(several[random.Next(several.GetArrayLength())], depth);
        if (schema.TryGetProperty("enum", out var words) && random.Next(4) > 0) return Node(words[random.Next(words.GetArrayLength())]);
        return Kind(schema) switch
        {
            "object" => Fields(schema, depth), "array" => depth > 6 ? new JsonArray() : new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => schema.TryGetProperty("items", out var items) ? Value(items, depth + 1) : null)]),
            "integer" or "number" => Numbers[random.Next(Numbers.Length)], "boolean" => random.Next(2) == 0, "null" => null, _ => Text(schema),
        };
    }

    private JsonObject Fields(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties) && depth <= 6)
            foreach (var field in properties.EnumerateObject())
                if (random.Next(8) > 0) made[field.Name] = Value(field.Value, depth + 1);
        return made;
    }

    private JsonNode Text(JsonElement schema) => (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
    {
        "uuid" when random.Next(4) > 0 => Guid.NewGuid().ToString(), "date" when random.Next(4) > 0 => "2026-11-24", "time" when random.Next(4) > 0 => "05:30:00", "date-time" when random.Next(4) > 0 => "2026-11-24T05:30:00+08:00",
        _ => Texts[random.Next(Texts.Length)],
    };

    private JsonNode? Odd() => random.Next(7) switch { 0 => null, 1 => new JsonArray(), 2 => new JsonObject(), 3 => true, 4 => long.MinValue, 5 => JsonNode.Parse(new string('[', 60) + new string(']', 60)), _ => Texts[random.Next(Texts.Length)] };

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private string Kind(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? "object" : type.ValueKind == JsonValueKind.Array ? type[random.Next(type.GetArrayLength())].GetString()! : type.GetString()!;
}
