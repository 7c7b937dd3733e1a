using System.Net.WebSockets;

namespace ScreenOps.LoadTests.Clients;

/// <summary>A WebSocket that counts what comes in, and can stop reading: then the network's buffers fill up to the server, as with a phone that sleeps.</summary>
internal sealed class CountedSocket(ClientWebSocket inner) : WebSocket
{
    private long bytes, messages;
    private volatile TaskCompletionSource? stalled;

    public long Bytes => Interlocked.Read(ref bytes);
    public long Messages => Interlocked.Read(ref messages);

    public void Stall() => stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var was = stalled;
        stalled = null;
        was?.SetResult();
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (stalled is { } until) await until.Task.WaitAsync(cancel);
        var received = await inner.ReceiveAsync(buffer, cancel);
        Interlocked.Add(ref bytes, received.Count);
        if (received.EndOfMessage && received.Count > 0) Interlocked.Increment(ref messages);
        return received;
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancel)
    {
        var received = await ReceiveAsync(buffer.AsMemory(), cancel);
        return new(received.Count, received.MessageType, received.EndOfMessage, CloseStatus, CloseStatusDescription);
    }

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;
    public override string? CloseStatusDescription => inner.CloseStatusDescription;
    public override WebSocketState State => inner.State;
    public override string? SubProtocol => inner.SubProtocol;
    public override void Abort() => inner.Abort();
    public override Task CloseAsync(WebSocketCloseStatus status, string? why, CancellationToken cancel) => inner.CloseAsync(status, why, cancel);
    public override Task CloseOutputAsync(WebSocketCloseStatus status, string? why, CancellationToken cancel) => inner.CloseOutputAsync(status, why, cancel);
    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType type, bool end, CancellationToken cancel) => inner.SendAsync(buffer, type, end, cancel);
    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType type, bool end, CancellationToken cancel) => inner.SendAsync(buffer, type, end, cancel);
    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType type, WebSocketMessageFlags flags, CancellationToken cancel) => inner.SendAsync(buffer, type, flags, cancel);

    public override void Dispose()
    {
        Release();
        inner.Dispose();
    }
}
