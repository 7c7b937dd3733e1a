using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ScreenOps.Server.Counting;

/// <summary>
/// Rows in the binary form of PostgreSQL's COPY (its documentation, "Binary Format"): each value is its length and its bytes, the highest first. No general writer
/// comes near: it asks for each of the ledger's thirty columns anew how to write it.
/// </summary>
/// <param name="to">A stream of raw COPY. Closing it ends the COPY.</param>
internal sealed class CopyForm(Stream to) : IDisposable
{
    private const int Room = 64 * 1024;
    /// <summary>More than any row takes: its texts are codes and ids.</summary>
    private const int RoomOfRow = 4 * 1024;
    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Room);
    private int used;

    public async ValueTask Begin(CancellationToken cancel) => await to.WriteAsync(Head, cancel);

    /// <summary>Before a row's first value.</summary>
    public ValueTask Row(int columns, CancellationToken cancel)
    {
        var flushed = used + RoomOfRow > Room ? Flush(cancel) : ValueTask.CompletedTask;
        if (!flushed.IsCompletedSuccessfully) return RowAfter(flushed, columns);
        Put((short)columns);
        return ValueTask.CompletedTask;
    }

    public async ValueTask End(CancellationToken cancel)
    {
        Put((short)-1);
        await Flush(cancel);
    }

    public void Null() => Put(-1);

    public void Short(short value) { Put(sizeof(short)); Put(value); }

    public void Whole(int value) { Put(sizeof(int)); Put(value); }

    public void Long(long value)
    {
        Put(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(used), value);
        used += sizeof(long);
    }

    public void Uuid(Guid value)
    {
        Put(16);
        value.TryWriteBytes(buffer.AsSpan(used), bigEndian: true, out var written);
        used += written;
    }

    public void Text(string value)
    {
        var written = Encoding.UTF8.GetBytes(value, buffer.AsSpan(used + sizeof(int)));
        Put(written);
        used += written;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private async ValueTask RowAfter(ValueTask flushed, int columns)
    {
        await flushed;
        Put((short)columns);
    }

    private async ValueTask Flush(CancellationToken cancel)
    {
        await to.WriteAsync(buffer.AsMemory(0, used), cancel);
        used = 0;
    }

    private void Put(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), value);
        used += sizeof(short);
    }

    private void Put(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), value);
        used += sizeof(int);
    }
}
