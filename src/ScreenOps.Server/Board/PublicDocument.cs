using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ScreenOps.Server.Board;

/// <summary>A document that is the same for everybody: its bytes as they go out, plain and zipped, each under its own strong ETag.</summary>
internal sealed class PublicDocument : IResult
{
    private readonly byte[] body;
    private readonly string tag, zippedTag;
    // Zipped when it is first read so: in a town that sleeps most documents change more often than they are read.
    private readonly Lazy<byte[]> zipped;

    public PublicDocument(byte[] body)
    {
        this.body = body;
        var hash = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12));
        (tag, zippedTag) = ($"\"{hash}\"", $"\"{hash}-gz\"");
        zipped = new(() => Zip(body));
    }

    private static byte[] Zip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal)) zip.Write(body);
        return stream.ToArray();
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        var zip = asked.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        headers.ETag = zip ? zippedTag : tag;
        headers.CacheControl = "public, max-age=2";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (asked.IfNoneMatch.ToString() is { Length: > 0 } held && (held == "*" || held.Contains(zip ? zippedTag : tag, StringComparison.Ordinal)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        headers.ContentType = "application/json; charset=utf-8";
        if (zip) headers.ContentEncoding = "gzip";
        var bytes = zip ? zipped.Value : body;
        headers.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
