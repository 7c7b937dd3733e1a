using System.Buffers;
using MessagePack;
using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>
/// What a turn's script is given and what it gives, as MessagePack: the one form that Lua reads ten times as fast as arguments or text.
/// A pending value is the result, the batch and its rest, one after the other: all that a server needs to write the rows down.
/// </summary>
internal static class TurnPack
{
    private const int NumbersPerCommand = 6, FieldsPerRow = 21;

    /// <summary>What the script said of a command; the numbers are its own.</summary>
    private enum Code { Plain = 0, Repeat = 1, Gap = 2, Adjusted = 3, Rows = 4 }

    /// <summary>Devices; rounds that take something, in the order of their keys; places (index of its round or 0, round, site); commands (device, number, place, kind, n, made); refusals and people by the command's index; rows for Undo. Indexes count from 1.</summary>
    public static (byte[] Batch, byte[] Booked) Write(IReadOnlyList<Booking> bookings, IReadOnlyList<int> rounds, IReadOnlyList<LedgerRow> given)
    {
        var (devices, places) = (new Numbered<Guid>(), new Numbered<(int Round, string Site)>());
        foreach (var b in bookings) { devices.Of(b.Device); places.Of((b.Command.Round, b.Command.Site)); }
        var batch = new ArrayBufferWriter<byte>(64 + 40 * devices.All.Count + 24 * bookings.Count);
        var to = new MessagePackWriter(batch);
        to.WriteArrayHeader(6);
        to.WriteArrayHeader(devices.All.Count);
        foreach (var device in devices.All) to.Write(device.ToString());
        to.WriteArrayHeader(rounds.Count);
        foreach (var round in rounds) to.Write(round);
        to.WriteArrayHeader(3 * places.All.Count);
        foreach (var (round, site) in places.All) { to.Write(IndexOf(rounds, round)); to.Write(round); to.Write(site); }
        to.WriteArrayHeader(NumbersPerCommand * bookings.Count);
        foreach (var b in bookings)
        {
            var c = b.Command;
            to.Write(devices.Of(b.Device)); to.Write(c.Number); to.Write(places.Of((c.Round, c.Site))); to.Write((int)c.Kind); to.Write(c.N); to.Write(c.Made);
        }
        WriteExtras(ref to, bookings);
        var rows = given.Where(r => devices.Knows(r.Device)).ToList();
        to.WriteArrayHeader(3 * rows.Count);
        foreach (var row in rows) { to.Write(devices.Of(row.Device)); to.Write(row.Number); to.Write(row.ToString()); }
        to.Flush();
        return (batch.WrittenSpan.ToArray(), Booked(bookings));
    }

    private static void WriteExtras(ref MessagePackWriter to, IReadOnlyList<Booking> bookings)
    {
        var extras = bookings.Count(b => b.Refusal is not null || b.Person is not null);
        to.WriteArrayHeader(3 * extras);
        for (var i = 0; extras > 0 && i < bookings.Count; i++)
        {
            if (bookings[i] is { Refusal: null, Person: null }) continue;
            to.Write(i + 1); to.Write(bookings[i].Refusal ?? ""); to.Write(bookings[i].Person?.ToString() ?? "");
        }
    }

    private static byte[] Booked(IReadOnlyList<Booking> bookings)
    {
        var rest = new ArrayBufferWriter<byte>(8 + 9 * bookings.Count);
        var to = new MessagePackWriter(rest);
        to.WriteArrayHeader(bookings.Count);
        foreach (var b in bookings) to.Write(b.Booked);
        to.Flush();
        return rest.WrittenSpan.ToArray();
    }

    /// <summary>The rows of a turn and, for each of its bookings, what was said of it.</summary>
    public static (long Before, List<LedgerRow> Rows, Said[] Said) Read(ReadOnlyMemory<byte> result, long epoch, IReadOnlyList<Booking> bookings)
    {
        var from = new MessagePackReader(result);
        return Read(ref from, epoch, bookings);
    }

    /// <summary>The rows of a pending value.</summary>
    public static IReadOnlyList<LedgerRow> ReadPending(ReadOnlyMemory<byte> value, long epoch)
    {
        var at = new MessagePackReader(value);
        at.Skip();
        var from = new MessagePackReader(value);
        return Read(ref from, epoch, Bookings(ref at)).Rows;
    }

    private static List<Booking> Bookings(ref MessagePackReader from)
    {
        from.ReadArrayHeader();
        var devices = new Guid[from.ReadArrayHeader()];
        for (var i = 0; i < devices.Length; i++) devices[i] = Guid.Parse(from.ReadString()!);
        from.Skip();
        var places = new (int Round, string Site)[from.ReadArrayHeader() / 3];
        for (var i = 0; i < places.Length; i++) { from.Skip(); places[i] = (from.ReadInt32(), from.ReadString()!); }
        var bookings = new List<Booking>(from.ReadArrayHeader() / NumbersPerCommand);
        for (var i = 0; i < bookings.Capacity; i++)
        {
            var (device, number, (round, site)) = (devices[from.ReadInt32() - 1], from.ReadInt64(), places[from.ReadInt32() - 1]);
            bookings.Add(new(device, new(number, round, site, (CountKind)from.ReadInt32(), from.ReadInt64(), from.ReadInt64()), 0));
        }
        for (var extras = from.ReadArrayHeader() / 3; extras > 0; extras--)
        {
            var (i, refusal, person) = (from.ReadInt32() - 1, from.ReadString(), from.ReadString());
            bookings[i] = bookings[i] with { Refusal = refusal == "" ? null : refusal, Person = person == "" ? null : Guid.Parse(person!) };
        }
        from.Skip();
        from.ReadArrayHeader();
        for (var i = 0; i < bookings.Count; i++) bookings[i] = bookings[i] with { Booked = from.ReadInt64() };
        return bookings;
    }

    private static (long Before, List<LedgerRow> Rows, Said[] Said) Read(ref MessagePackReader from, long epoch, IReadOnlyList<Booking> bookings)
    {
        from.ReadArrayHeader();
        var before = Whole(ref from);
        var versions = new long[from.ReadArrayHeader()];
        for (var i = 0; i < versions.Length; i++) versions[i] = Whole(ref from);
        from.ReadArrayHeader();
        var (places, rows, said) = (new Numbered<(int Round, string Site)>(), new List<LedgerRow>(bookings.Count), new Said[bookings.Count]);
        foreach (var b in bookings) places.Of((b.Command.Round, b.Command.Site));
        for (var i = 0; i < said.Length; i++)
        {
            var (booking, code) = (bookings[i], (Code)Whole(ref from));
            switch (code)
            {
                case Code.Repeat: said[i] = Said.Repeat; continue;
                case Code.Gap: said[i] = new(-1, Whole(ref from)); continue;
                case Code.Plain or Code.Adjusted:
                    var (implied, corrected) = code == Code.Plain ? (0, 0) : (Whole(ref from), Whole(ref from));
                    var place = places.Of((booking.Command.Round, booking.Command.Site)) - 1;
                    rows.Add(Increment(booking, before + rows.Count + 1, epoch, ++versions[place], implied, corrected));
                    said[i] = new(rows.Count - 1, 0);
                    continue;
            }
            var first = rows.Count;
            for (var left = from.ReadArrayHeader(); left > 0; left--)
            {
                var row = Row(ref from, booking, before + rows.Count + 1, epoch);
                if (row.Version is { } version && places.Knows((row.Round, row.Site))) versions[places.Of((row.Round, row.Site)) - 1] = version;
                rows.Add(row);
            }
            // Of a move's two rows, the one that says where the person is now.
            said[i] = new(rows.Count - first > 1 && rows[first].Kind > rows[^1].Kind ? rows.Count - 1 : first, 0);
        }
        return (before, rows, said);
    }

    private static LedgerRow Increment(Booking b, long order, long epoch, long version, long implied, long corrected)
    {
        var c = b.Command;
        return new(b.Device, c.Number, 0, order, c.Round, c.Site, epoch, version, c.Kind, c.N, c.Made, b.Booked, SiteMinute.Of(c.Made),
            c.Kind == CountKind.Arrived ? c.N : 0, implied, c.Kind == CountKind.Sampled ? c.N : 0, c.Kind == CountKind.Left ? c.N : 0, corrected,
            null, null, null, null, null, null, null, null, null, null, null);
    }

    private static LedgerRow Row(ref MessagePackReader from, Booking b, long order, long epoch)
    {
        if (from.ReadArrayHeader() != FieldsPerRow) throw new FormatException($"A row of a turn has {FieldsPerRow} fields; TurnScript.lua and TurnPack differ.");
        var (part, version, site, kind, n, minute) = (Whole(ref from), Whole(ref from), from.ReadString()!, (CountKind)Whole(ref from), Whole(ref from), Whole(ref from));
        var (arrived, implied, sampled, left, corrected) = (Whole(ref from), Whole(ref from), Whole(ref from), Whole(ref from), Whole(ref from));
        var (undoes, ticket, refusal, sets) = (Whole(ref from), Whole(ref from), from.ReadString(), Whole(ref from));
        var (now, before) = (ReadSetting(ref from), ReadSetting(ref from));
        var (set, c) = (sets != 0, b.Command);
        return new(b.Device, c.Number, (int)part, order, c.Round, site, epoch, version == 0 ? null : version, kind, n, c.Made, b.Booked, minute,
            arrived, implied, sampled, left, corrected, set ? (CountKind)sets : null,
            set ? now.Value : null, set ? now.Made : null, set ? now.By : null, set ? before.Value : null, set ? before.Made : null, set ? before.By : null,
            undoes == 0 ? null : undoes, b.Refusal is null ? b.Person : null, ticket < 0 ? null : (int)ticket, refusal == "" ? null : refusal);
    }

    private static Setting ReadSetting(ref MessagePackReader from) =>
        new(Whole(ref from), Whole(ref from), from.ReadString() is { Length: > 0 } by ? by : null);

    /// <summary>Lua 5.4 writes some whole numbers as floats.</summary>
    private static long Whole(ref MessagePackReader from) => from.NextMessagePackType == MessagePackType.Float ? (long)from.ReadDouble() : from.ReadInt64();

    /// <summary>Numbers values from 1 in the order in which they first come. What comes twice in a row, as a sender's commands do, is looked up once.</summary>
    private sealed class Numbered<T> where T : notnull, IEquatable<T>
    {
        private readonly Dictionary<T, int> numbers = [];
        private T? last;
        private int lastNumber;

        public List<T> All { get; } = [];

        public bool Knows(T value) => numbers.ContainsKey(value);

        public int Of(T value)
        {
            if (lastNumber > 0 && value.Equals(last)) return lastNumber;
            if (!numbers.TryGetValue(value, out var number))
            {
                All.Add(value);
                numbers.Add(value, number = All.Count);
            }
            (last, lastNumber) = (value, number);
            return number;
        }
    }

    private static int IndexOf(IReadOnlyList<int> rounds, int round)
    {
        for (var i = 0; i < rounds.Count; i++) if (rounds[i] == round) return i + 1;
        return 0;
    }
}
