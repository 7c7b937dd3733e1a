using System.Net;
using System.Net.Sockets;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Operating;

/// <summary>Whether the server could listen where it is told to.</summary>
internal static class PortCheck
{
    private const string Area = "port";

    /// <param name="ours">A server of this data folder that answers; null: none does.</param>
    public static IEnumerable<Finding> Look(IConfiguration configuration, ServerAddress? ours)
    {
        IReadOnlyList<string> addresses;
        Finding? unreadable = null;
        try
        {
            addresses = Listening.Said(configuration) is { Count: > 0 } said ? said : [ServerOptions.DefaultUrl];
        }
        catch (StartException e)
        {
            (addresses, unreadable) = ([], Finding.Wrong(Area, e.Message, "Correct it, or leave it out: the server then listens at " + ServerOptions.DefaultUrl + "."));
        }
        if (unreadable is not null) yield return unreadable;
        foreach (var address in addresses.Select(BindingAddress.Parse).Where(a => !a.IsUnixPipe)) yield return Try(address, ours);
    }

    private static Finding Try(BindingAddress address, ServerAddress? ours)
    {
        var named = $"{address.Scheme}://{address.Host}:{address.Port}";
        try
        {
            using var listener = new TcpListener(Address(address.Host), address.Port);
            listener.Start();
            return Finding.Good(Area, $"{named} is free");
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse when ours?.Url.Port == address.Port => Finding.Good(Area, $"{named} is taken by this server, which runs"),
                SocketError.AddressAlreadyInUse => Finding.Wrong(Area, $"{named} is taken{(Holder.Of(address.Port) is { } holder ? $" by {holder}" : " by another program")}.", "Stop that program, or give this server another address with --urls or ASPNETCORE_URLS."),
                SocketError.AccessDenied => Finding.Wrong(Area, $"{named} needs more rights than {Environment.UserName} has: ports below 1024 are kept for root.", "Take a higher one with --urls and put a proxy before it (deploy/nginx.conf)."),
                SocketError.AddressNotAvailable => Finding.Wrong(Area, $"{named} is no address of this machine.", "Take one of its own with --urls, or http://0.0.0.0 for all; ip address shows them."),
                _ => Finding.Wrong(Area, $"{named} cannot be listened at: {e.Message}", "Take another with --urls."),
            };
        }
    }

    private static IPAddress Address(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var said) ? said : host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
}

/// <summary>Who holds a port, as Linux tells.</summary>
internal static class Holder
{
    private const string Listens = "0A";

    /// <summary>Such as "nginx (process 812)"; null: it cannot be told.</summary>
    public static string? Of(int port)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(f => File.ReadLines(f).Skip(1)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length > 9 && f[3] == Listens && f[1].EndsWith($":{port:X4}", StringComparison.Ordinal)).Select(f => $"socket:[{f[9]}]").ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
            if (Holds(process, sockets)) return $"{Name(process)} (process {Path.GetFileName(process)})";
        return null;
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(f => new FileInfo(f).LinkTarget is { } to && sockets.Contains(to));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Another's, or gone meanwhile.
            return false;
        }
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (IOException)
        {
            return "a program";
        }
    }
}
