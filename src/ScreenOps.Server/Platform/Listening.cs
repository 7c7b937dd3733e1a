namespace ScreenOps.Server.Platform;

/// <summary>The addresses that this server is told to listen at, chosen as Kestrel chooses: its endpoints, else urls, else ports.</summary>
internal static class Listening
{
    /// <summary>Empty: nothing was said.</summary>
    public static IReadOnlyList<string> Said(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0) return Checked(endpoints);
        if (configuration["urls"] is { Length: > 0 } urls) return Checked(Parts(urls));
        return Checked([.. Parts(configuration["http_ports"]).Select(p => $"http://*:{p}"), .. Parts(configuration["https_ports"]).Select(p => $"https://*:{p}")]);
    }

    /// <summary>The host that an address names; null where it means every address of the machine, or a socket.</summary>
    public static string? Host(string address) =>
        BindingAddress.Parse(address) is { IsUnixPipe: false, Host: not ("*" or "+" or "0.0.0.0" or "[::]") } named ? named.Host.Trim('[', ']') : null;

    public static bool IsHttps(string address) => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address under which a server that listens at these reaches itself; plain HTTP before HTTPS.</summary>
    public static Uri Nearest(IEnumerable<string> listening) => listening
        .OrderBy(a => IsHttps(a) ? 1 : 0).Where(a => !BindingAddress.Parse(a).IsUnixPipe)
        .Select(a => new UriBuilder(BindingAddress.Parse(a).Scheme, Host(a) ?? "127.0.0.1", BindingAddress.Parse(a).Port).Uri).FirstOrDefault()
        ?? throw new StartException("The server listens at sockets only; give it an address too, such as --urls http://127.0.0.1:8080, for the program's verbs.");

    private static string[] Parts(string? list) => list?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            try
            {
                if (BindingAddress.Parse(address).Scheme.ToLowerInvariant() is "http" or "https") continue;
            }
            catch (FormatException)
            {
                // Told below.
            }
            throw new StartException($"\"{address}\" is no address to listen at. --urls takes one or more like http://127.0.0.1:8080 or https://*:8443, parted by semicolons.");
        }
        return addresses;
    }
}
