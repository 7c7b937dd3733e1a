using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Platform;

/// <summary>Where this server lives and what it calls itself.</summary>
internal sealed record ServerOptions
{
    public const string Section = "ScreenOps", DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>What posters and links carry: the address under which residents and tablets reach this server.</summary>
    [Required, Url] public string PublicUrl { get; init; } = DefaultUrl;

    /// <summary>Keys, embedded engines and this server's address lie here. One server at a time uses it.</summary>
    [Required] public string DataFolder { get; init; } = Folders.DefaultData;

    /// <summary>Keys that seal personal data and sign passes; empty: the folder keys in the data folder. Servers behind one load balancer share one.</summary>
    public string? KeyFolder { get; init; }

    /// <summary>The master key that opens the key ring of personal data; empty: "master" in the key folder. Elsewhere, such as a credential of systemd or a mounted secret, a copy of the key folder opens nothing.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Whether an empty database begins with the sample district.</summary>
    public bool Sample { get; init; } = true;

    /// <summary>Folder of initdb and postgres for the embedded PostgreSQL; empty: looked for.</summary>
    public string? PostgresBinaries { get; init; }

    /// <summary>Address of a raster tile source with {z}, {x} and {y} under the villages' outlines; empty: the outlines alone, nothing is fetched from outside.</summary>
    public string? Tiles { get; init; }

    /// <summary>Addresses and networks of the proxies before this server, parted by commas: who comes through them is known by X-Forwarded-For. Empty: nobody is before it.</summary>
    public string? Proxies { get; init; }

    /// <summary>Free space of the data folder's disk, in megabytes, below which <c>doctor</c> calls it short.</summary>
    [Range(1, 100_000_000)] public int FreeDiskMegabytes { get; init; } = 1024;

    public string Link(string path) => PublicUrl.TrimEnd('/') + path;
}
