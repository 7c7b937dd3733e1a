using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ScreenOps.LoadTests.Ground;

/// <summary>A line to a port of this machine that can be cut, held and slowed: the network, where there is none to trouble.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int ChunkBytes = 16 * 1024, ChunksOnTheWay = 256;
    private readonly List<Socket> ends = [];
    private readonly CancellationTokenSource ended = new();
    private Socket listener;
    private Task accepting;
    private long delay;
    private volatile TaskCompletionSource? held;

    public Wire(int to)
    {
        To = to;
        listener = Listen(0);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        accepting = Accept(listener);
    }

    public int Port { get; }

    /// <summary>Where new lines lead.</summary>
    public int To { get; set; }

    /// <summary>How late each piece comes, either way.</summary>
    public TimeSpan Delay { get => new(Interlocked.Read(ref delay)); set => Interlocked.Exchange(ref delay, value.Ticks); }

    /// <summary>Every line breaks and nobody connects, until it is mended.</summary>
    public async Task Cut()
    {
        listener.Dispose();
        await accepting;
        lock (ends)
        {
            foreach (var end in ends) end.Dispose();
            ends.Clear();
        }
    }

    public void Mend()
    {
        listener = Listen(Port);
        accepting = Accept(listener);
    }

    /// <summary>Nothing gets through and nobody is told, as in a tunnel; what was sent meanwhile comes after it.</summary>
    public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        var was = held;
        held = null;
        was?.TrySetResult();
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(4096);
        return socket;
    }

    private async Task Accept(Socket from)
    {
        var carrying = new List<Task>();
        try
        {
            while (true) carrying.Add(Carry(await from.AcceptAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    /// <summary>Ends with either end of the line.</summary>
    private async Task Carry(Socket near)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        (near.NoDelay, far.NoDelay) = (true, true);
        lock (ends) ends.AddRange([near, far]);
        try
        {
            await far.ConnectAsync(new IPEndPoint(IPAddress.Loopback, To), ended.Token);
            await Task.WhenAny(OneWay(near, far), OneWay(far, near));
        }
        catch (Exception e) when (Broken(e))
        {
            // Nobody listens there.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
            lock (ends) ends.RemoveAll(e => ReferenceEquals(e, near) || ReferenceEquals(e, far));
        }
    }

    private async Task OneWay(Socket from, Socket to)
    {
        var onTheWay = Channel.CreateBounded<(byte[] Bytes, int Count, long Came)>(ChunksOnTheWay);
        await Task.WhenAll(Take(from, onTheWay.Writer), Give(onTheWay.Reader, to));
    }

    private async Task Take(Socket from, ChannelWriter<(byte[], int, long)> to)
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(ChunkBytes);
                var count = await from.ReceiveAsync(bytes.AsMemory(0, ChunkBytes), ended.Token);
                if (count == 0) break;
                await to.WriteAsync((bytes, count, Stopwatch.GetTimestamp()), ended.Token);
            }
        }
        catch (Exception e) when (Broken(e))
        {
            // This end is gone.
        }
        to.Complete();
    }

    private async Task Give(ChannelReader<(byte[] Bytes, int Count, long Came)> from, Socket to)
    {
        try
        {
            await foreach (var (bytes, count, came) in from.ReadAllAsync(ended.Token))
            {
                if (held is { } until) await until.Task.WaitAsync(ended.Token);
                var late = Delay - Stopwatch.GetElapsedTime(came);
                if (late > TimeSpan.Zero) await Task.Delay(late, ended.Token);
                for (var sent = 0; sent < count;) sent += await to.SendAsync(bytes.AsMemory(sent, count - sent), ended.Token);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        catch (Exception e) when (Broken(e))
        {
            // The other end is gone; nothing more is taken for it.
            to.Dispose();
        }
    }

    private static bool Broken(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException;

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await Cut();
        await ended.CancelAsync();
    }
}
