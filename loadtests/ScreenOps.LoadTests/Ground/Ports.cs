using System.Net;
using System.Net.Sockets;

namespace ScreenOps.LoadTests.Ground;

internal static class Ports
{
    /// <summary>Free on loopback a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
