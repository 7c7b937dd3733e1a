using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace ScreenOps.Server.Platform;

/// <summary>The web pages: files as built, and one page for each address that a person may open.</summary>
internal static class Pages
{
    internal static readonly (string Pattern, string File)[] Addresses =
    [
        ("/", "index.html"), ("/plan", "index.html"), ("/plan/sheets", "index.html"), ("/morning", "index.html"), ("/samples", "index.html"), ("/report", "index.html"), ("/wall", "index.html"), ("/look", "index.html"), ("/coverage", "index.html"), ("/rounds", "index.html"), ("/sites", "index.html"), ("/members", "index.html"), ("/import", "index.html"), ("/passes", "index.html"), ("/accounts", "index.html"), ("/audit", "index.html"), ("/person", "index.html"),
        ("/tablet", "tablet.html"), ("/desk", "desk.html"), ("/tubes", "tubes.html"), ("/lab", "lab.html"), ("/grid", "grid.html"), ("/display/{site}", "display.html"), ("/code", "code.html"),
        ("/duty", "duty.html"), ("/post/{site}", "duty.html"), ("/s/{site}", "resident.html"), ("/in", "in.html"),
    ];

    /// <summary>Nothing comes from outside but the tiles, where the district has a source of them.</summary>
    private static string ContentSecurity(string? tiles)
    {
        var source = Uri.TryCreate(tiles, UriKind.Absolute, out var address) ? " " + address.GetLeftPart(UriPartial.Authority) : "";
        return $"default-src 'self'; img-src 'self' data: blob:{source}; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:{source}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }

    public static void UsePages(this WebApplication app)
    {
        var contentSecurity = ContentSecurity(app.Services.GetRequiredService<ServerOptions>().Tiles);
        // The desk reads codes by a module of WebAssembly where the browser has no reader of its own; it comes from here like everything else.
        var withReader = $"{contentSecurity}; script-src 'self' 'wasm-unsafe-eval'";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/desk") ? withReader : contentSecurity;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            if (context.Request.Path.StartsWithSegments(ApiDocument.Page)) ApiDocument.AllowScript(context);
            return next();
        });
        if (Directory.Exists(Folders.Pages)) app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Folders.Pages), OnPrepareResponse = Keep });
    }

    /// <summary>A built file's name changes with what is in it, so a phone asks for it once.</summary>
    private static void Keep(StaticFileResponseContext file)
    {
        if (file.Context.Request.Path.StartsWithSegments("/assets")) file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
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
