namespace ScreenOps.Server.Tests.Platform;

/// <summary>Spoils what is well formed, a little or a lot, the same way for the same seed.</summary>
internal sealed class Mutations(int seed, params byte[][] seeds)
{
    private static readonly byte[][] Odd = [[0], [0xFF], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x80], [0xC0, 0x80], "\r\n"u8.ToArray(), "\"\""u8.ToArray(), ",,,,,,"u8.ToArray(), "-9223372036854775808"u8.ToArray(), "1e999"u8.ToArray(), "{}[]"u8.ToArray(), "\u202E"u8.ToArray(), "＝１"u8.ToArray(), new byte[1000]];
    private readonly Random random = new(seed);

    /// <summary>Of so many; one in eight is well formed still, so that what lies behind the first check is reached too.</summary>
    public IEnumerable<byte[]> Take(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
            for (var changes = i % 8 == 0 ? 0 : 1 << random.Next(6); changes > 0; changes--) bytes = Change(bytes);
            yield return bytes;
        }
    }

    private byte[] Change(byte[] b)
    {
        if (b.Length == 0) return Odd[random.Next(Odd.Length)];
        var (at, span) = (random.Next(b.Length), 1 + random.Next(Math.Min(64, b.Length)));
        var end = Math.Min(b.Length, at + span);
        switch (random.Next(8))
        {
            case 0: b[at] ^= (byte)(1 << random.Next(8)); return b;
            case 1: b[at] = (byte)random.Next(256); return b;
            case 2: return [.. b[..at], .. b[end..]];
            case 3: return [.. b[..end], .. b[at..end], .. b[end..]];
            case 4: return [.. b[..at], .. Odd[random.Next(Odd.Length)], .. b[at..]];
            case 5: return b[..at];
            case 6: var other = seeds[random.Next(seeds.Length)]; return [.. b[..at], .. other[random.Next(other.Length)..]];
            default: random.NextBytes(b.AsSpan(at, end - at)); return b;
        }
    }

    /// <summary>Of a normal run; the long one has fifty times as many.</summary>
    public static int Times(int few) => Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1" ? few * 50 : few;

    /// <summary>Puts each through a decoder, on its own thread: no exception but those that say what is wrong, and an end.</summary>
    public static async Task Through(string decoder, IEnumerable<byte[]> inputs, Func<byte[], bool> decode)
    {
        int taken = 0, count = 0;
        byte[] last = [];
        var work = Task.Factory.StartNew(() =>
        {
            foreach (var input in inputs)
            {
                last = input;
                if (decode(input)) taken++;
                count++;
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await work.WaitAsync(Eventually.Limit * Times(1));
        }
        catch (Exception e)
        {
            Assert.Fail($"{decoder}, after {count:N0}: {(e is TimeoutException ? "no end" : e)}\n{Convert.ToBase64String(last.AsSpan(0, Math.Min(4000, last.Length)))}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{decoder}: {count:N0} inputs, {taken:N0} of them taken");
        Assert.True(taken > 0, $"{decoder}: none of {count} was taken, although some are well formed: this test looks past what lies behind the first check.");
    }
}
