using System.Text.Json;
using ScreenOps.Server.Tests.Board;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>The API as it describes itself.</summary>
public sealed class ApiDocumentTests(RealEngines engines)
{
    /// <summary>Acts that need no words with them.</summary>
    private static readonly string[] Bare = ["/open", "/close", "/seal", "/verify", "/plan", "/publish", "/stop", "/link", "/links", "/repair", "/handovers/{id}", "/rebuild", "/vault/keys", "/passes/keys", "/passkey/begin", "/passkeys/begin", "/vault/master", "/vault/master/end"];

    [Fact]
    public async Task Every_route_of_the_api_stands_in_the_document_with_its_tag_its_refusal_and_what_it_takes()
    {
        using var document = await Document();
        var paths = document.RootElement.GetProperty("paths");
        Assert.True(paths.EnumerateObject().Count() > 30);
        foreach (var path in paths.EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                var name = $"{operation.Name} {path.Name}";
                Assert.StartsWith("/api/v1/", path.Name);
                Assert.True(operation.Value.TryGetProperty("tags", out _), $"{name} has no tag.");
                Assert.True(operation.Value.GetProperty("responses").TryGetProperty("default", out _), $"{name} does not say how it refuses.");
                if (operation.Name is "post" or "put" && !Bare.Any(b => path.Name.EndsWith(b, StringComparison.Ordinal)))
                    Assert.True(operation.Value.TryGetProperty("requestBody", out _), $"{name} does not say what it takes.");
            }
    }

    [Fact]
    public async Task An_import_is_described_as_a_form_of_the_files_that_it_knows()
    {
        using var document = await Document();
        var body = document.RootElement.GetProperty("paths").GetProperty("/api/v1/imports").GetProperty("post").GetProperty("requestBody");
        var files = body.GetProperty("content").GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties").GetProperty("files").GetProperty("items");
        Assert.Equal("binary", files.GetProperty("format").GetString());
        Assert.Contains("residents.csv", files.GetProperty("description").GetString());
    }

    [Fact]
    public async Task The_words_of_the_code_are_the_words_of_the_document()
    {
        using var document = await Document();
        var number = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("CountCommand").GetProperty("properties").GetProperty("number");
        Assert.Contains("within the device", number.GetProperty("description").GetString());
    }

    private async Task<JsonDocument> Document()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        using var http = server.Http();
        return JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json"));
    }
}
