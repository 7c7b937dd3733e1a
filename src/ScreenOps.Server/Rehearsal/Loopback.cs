namespace ScreenOps.Server.Rehearsal;

/// <summary>How a rehearsal reaches its server: on this machine a self-made certificate is as good as any.</summary>
internal static class Loopback
{
    public static HttpMessageHandler Handler(Uri server)
    {
        var handler = new HttpClientHandler { UseCookies = false };
        if (server.IsLoopback) handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        return handler;
    }

    /// <summary>The address under which a server that listens at these reaches itself; plain HTTP before HTTPS.</summary>
    public static Uri? Of(IEnumerable<string> listening) => listening
        .Select(a => a.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal))
        .Select(a => new UriBuilder(a))
        .Select(a => { if (a.Host is "0.0.0.0" or "[::]") a.Host = "127.0.0.1"; return a.Uri; })
        .OrderBy(a => a.Scheme == Uri.UriSchemeHttp ? 0 : 1).FirstOrDefault();
}
