using System.Net;
using System.Net.Sockets;

namespace ScreenOps.Embedded;

/// <summary>Ports for what a program starts for itself on this machine.</summary>
public static class LoopbackPort
{
    /// <summary>Below those that systems give to clients, Linux from 32,768 and others from 49,152: of theirs, one that is free now may be a client's before anybody listens on it.</summary>
    private const int First = 15_000, After = 32_768, Tries = 1000;

    /// <summary>Free a moment ago.</summary>
    /// <exception cref="InvalidOperationException">A thousand ports taken at random are all in use.</exception>
    public static int Free()
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var port = Random.Shared.Next(First, After);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody's.
            }
        }
        throw new InvalidOperationException($"Of {Tries} ports between {First} and {After} none is free on this machine; see what listens there: ss -tln");
    }
}
