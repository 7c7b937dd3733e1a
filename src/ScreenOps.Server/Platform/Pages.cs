using Microsoft.Extensions.FileProviders;

namespace ScreenOps.Server.Platform;

/// <summary>The web pages: files as built, and one page for each address that a person may open.</summary>
internal static class Pages
{
    private static readonly (string Pattern, string File)[] Addresses =
        [("/", "index.html"), ("/plan", "index.html"), ("/rounds", "index.html"), ("/import", "index.html"), ("/tablet", "tablet.html"), ("/s/{site}", "resident.html"), ("/in", "in.html")];

    private const string ContentSecurity =
        "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    public static void UsePages(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurity;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return next();
        });
        if (Directory.Exists(Folders.Pages)) app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Folders.Pages) });
    }

    public static void MapPages(this WebApplication app)
    {
        foreach (var (pattern, file) in Addresses)
            app.MapGet(pattern, () => Page(file)).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Page(string file)
    {
        var path = Path.Combine(Folders.Pages, file);
        return File.Exists(path)
            ? TypedResults.PhysicalFile(path, "text/html; charset=utf-8")
            : TypedResults.Problem($"The page {file} was not built. Build the server without SkipWeb, with Node 20 installed.", statusCode: 404, title: "No such page");
    }
}
