using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScreenOps.Server.Board;

/// <summary>A document for whoever may see it, kept zipped only. Asked again with its ETag it costs a status line.</summary>
internal sealed class ZippedDocument : IResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private readonly byte[] zipped;
    private readonly string tag;

    private ZippedDocument(byte[] zipped, string tag) => (this.zipped, this.tag) = (zipped, tag);

    public static ZippedDocument Of<T>(T value)
    {
        using var stream = new MemoryStream();
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(body);
        return new(stream.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"");
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        (headers.ETag, headers.CacheControl, headers.Vary) = (tag, "private, no-cache", "Accept-Encoding");
        if (asked.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        headers.ContentType = "application/json; charset=utf-8";
        if (asked.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            headers.ContentEncoding = "gzip";
            headers.ContentLength = zipped.Length;
            await context.Response.Body.WriteAsync(zipped, context.RequestAborted);
            return;
        }
        await using var plain = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        await plain.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
