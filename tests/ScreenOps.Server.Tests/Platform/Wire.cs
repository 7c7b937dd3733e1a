using System.Net;
using System.Net.Sockets;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>A line to an engine that can be cut: nothing gets through and nobody connects, until it is mended.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private IPEndPoint to;
    private readonly List<TcpClient> ends = [];
    private TcpListener listener = new(IPAddress.Loopback, 0);
    private Task accepting;

    public Wire(int to)
    {
        this.to = new(IPAddress.Loopback, to);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept(listener);
    }

    public int Port { get; }

    public async Task Cut()
    {
        listener.Stop();
        await accepting;
        lock (ends)
        {
            foreach (var end in ends) end.Dispose();
            ends.Clear();
        }
    }

    /// <summary>Leads elsewhere from the next connection on, as a load balancer does.</summary>
    public void Lead(int elsewhere) => to = new(IPAddress.Loopback, elsewhere);

    public void Mend()
    {
        listener = new(IPAddress.Loopback, Port);
        listener.Start();
        accepting = Accept(listener);
    }

    private async Task Accept(TcpListener from)
    {
        var carrying = new List<Task>();
        try
        {
            while (true) carrying.Add(Carry(await from.AcceptTcpClientAsync()));
        }
        catch (SocketException)
        {
            // Cut.
        }
    }

    private async Task Carry(TcpClient near)
    {
        var far = new TcpClient();
        lock (ends) ends.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(to);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or an end hung up.
        }
        near.Dispose();
        far.Dispose();
    }

    public async ValueTask DisposeAsync() => await Cut();
}
