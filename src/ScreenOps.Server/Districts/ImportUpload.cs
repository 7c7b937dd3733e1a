using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace ScreenOps.Server.Districts;

internal enum UploadOutcome { Saved, TooLarge, NotAForm, Broken }

/// <summary>Takes the files of a multipart form to disk as they come, within a bound for all of them together.</summary>
internal static class ImportUpload
{
    public const long MostBytes = 100L << 20;
    private const int MostFiles = 20;

    // A sender that is answered while it still sends sees a broken connection and not the answer; so much is read and dropped before it.
    private const long MostDropped = 1L << 30;
    private static readonly TimeSpan DroppingTakes = TimeSpan.FromSeconds(60);

    public static async Task<(UploadOutcome Outcome, IReadOnlyList<ImportFile> Files)> Save(HttpRequest request, string folder, CancellationToken cancel)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        if (request.ContentLength > MostBytes) return (await Drop(request, cancel), []);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary) return (UploadOutcome.NotAForm, []);
        var files = new List<ImportFile>();
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
            var total = 0L;
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (Name(section) is not { } name) continue;
                var path = Path.Combine(folder, files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
                total = await Copy(section.Body, path, total, cancel);
                if (total > MostBytes || files.Count == MostFiles) return (await Drop(request, cancel), []);
                files.Add(new(name, path));
            }
            return (UploadOutcome.Saved, files);
        }
        catch (Exception e) when (e is InvalidDataException || e is IOException and not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            return (UploadOutcome.Broken, []);
        }
    }

    /// <summary>The form's parts are taken as they come, so their description is written here.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = $"One of {ImportFile.Known}, under its own name." };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["files"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = file, MaxItems = MostFiles } } };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"The files of a district, at most {MostBytes >> 20} MB together.",
            Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = form } },
        };
        return Task.CompletedTask;
    }

    /// <summary>The file's own name, where a browser sent a folder with it; null for a part that is no file.</summary>
    private static string? Name(MultipartSection section)
    {
        var file = section.AsFileSection();
        return file is null || file.FileName.Length == 0 ? null : file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    /// <summary>The bytes of all files so far; stops where they are too many.</summary>
    private static async Task<long> Copy(Stream from, string path, long total, CancellationToken cancel)
    {
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        for (int read; total <= MostBytes && (read = await from.ReadAsync(buffer, cancel)) > 0; total += read) await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        return total;
    }

    private static async Task<UploadOutcome> Drop(HttpRequest request, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(DroppingTakes);
        var buffer = new byte[1 << 16];
        var dropped = 0L;
        try
        {
            for (int read; dropped < MostDropped && (read = await request.Body.ReadAsync(buffer, patience.Token)) > 0; dropped += read) { }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Slower than that is not waited for; the answer goes out all the same.
        }
        return UploadOutcome.TooLarge;
    }
}
