using System.Text.Json;
using System.Text.Json.Nodes;
using ScreenOps.Core.Districts;

namespace ScreenOps.Server.Districts;

/// <summary>villages.geojson: outlines of the villages, drawn as the map's ground.</summary>
/// <param name="Json">The features that were taken, as one collection.</param>
internal sealed record ImportGround(string Json, int Taken, IReadOnlyList<Refused> Refused)
{
    public static ImportGround Read(ImportFile file)
    {
        try
        {
            return Judged(file);
        }
        // The parser looks at what is within quotation marks only when somebody reads it.
        catch (InvalidOperationException e)
        {
            throw new ImportException($"{file.Name} is no text. Export the outlines as GeoJSON again, in UTF-8, or leave the file out.", e);
        }
    }

    private static ImportGround Judged(ImportFile file)
    {
        if (Parse(file) is not JsonObject collection || Word(collection["type"]) != "FeatureCollection" || collection["features"] is not JsonArray features)
            throw new ImportException($"{file.Name} is not a GeoJSON FeatureCollection. Export the outlines of the villages as GeoJSON in WGS-84, or leave the file out.");
        if (features.Count > ImportFile.MostRows) throw file.TooManyRows();
        var (good, refused) = (new JsonArray(), new List<Refused>());
        for (var i = 0; i < features.Count; i++)
        {
            if (Wrong(features[i]) is not var (column, reason, cure)) good.Add(features[i]!.DeepClone());
            else if (refused.Count < Intake<object>.RefusedKept) refused.Add(new(file.Name, i + 1, column, reason, cure));
        }
        return new(new JsonObject { ["type"] = "FeatureCollection", ["features"] = good }.ToJsonString(), good.Count, refused);
    }

    private static JsonNode? Parse(ImportFile file)
    {
        try
        {
            var bytes = file.Read().AsMemory();
            return JsonNode.Parse(bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? bytes.Span[3..] : bytes.Span, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new ImportException($"{file.Name} is not JSON from line {e.LineNumber + 1} on: it was cut or is another kind of file. Export the outlines as GeoJSON again, or leave the file out.", e);
        }
    }

    private static (string Column, string Reason, string Cure)? Wrong(JsonNode? feature)
    {
        if (feature is not JsonObject f || Word((f["properties"] as JsonObject)?["village"]) is not { Length: > 0 and <= 60 })
            return ("village", "missing-village", "Give the feature a property village with the village's name as in sites.csv.");
        if (f["geometry"] is not JsonObject g || Word(g["type"]) is not ("Polygon" or "MultiPolygon") || g["coordinates"] is not JsonArray { Count: > 0 } coordinates)
            return ("geometry", "bad-outline", "Draw the village as a Polygon or MultiPolygon.");
        return InDegrees(coordinates) ? null : ("geometry", "bad-outline", "Write the outline as [longitude, latitude] in degrees, WGS-84; it seems to be in metres or turned round.");
    }

    private static bool InDegrees(JsonArray coordinates) => coordinates is [JsonValue x, JsonValue y, ..]
        ? x.TryGetValue<double>(out var longitude) && y.TryGetValue<double>(out var latitude) && Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90
        : coordinates.Count > 0 && coordinates.All(c => c is JsonArray inner && InDegrees(inner));

    private static string? Word(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var word) ? word.Trim() : null;
}
