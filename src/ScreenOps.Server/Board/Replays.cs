using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Board;

/// <summary>
/// The rounds that somebody of this server looks back at. A round is read from the ledger when it is first asked for, then goes on from there; of those asked for
/// last so many are kept, a few MB each.
/// </summary>
internal sealed class Replays(LedgerTape ledger, RulesReader rules, RoundBook rounds, TimeProvider time)
{
    private const int Kept = 16;
    /// <summary>A round that is open for longer is shown from so many minutes before its end on.</summary>
    private const long MostMinutes = 4 * 24 * 60;
    /// <summary>What is booked is committed within this, unless PostgreSQL was away: then what was shown too early is played anew.</summary>
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(2), Fresh = TimeSpan.FromSeconds(2);
    private readonly Dictionary<(string District, int Round), Place> places = [];
    private readonly Lock gate = new();

    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1);
        public RoundReplay? Replay { get; set; }
        public long UsedAt { get; set; }
        public long ReadAt { get; set; }
    }

    /// <summary>The round as far as it can be shown; use what it gives inside <paramref name="read"/>. Null: there is no such round, or it was never open.</summary>
    public async Task<T?> Read<T>(string district, int id, Func<RoundReplay, T?> read, CancellationToken cancel) where T : class
    {
        if (await rounds.Round(district, id) is not { State: not RoundState.Pattern, OpenedAt: { } opened } round) return null;
        var place = Hold(district, id);
        await place.Turn.WaitAsync(cancel);
        try
        {
            var last = LastOf(round);
            if (place.Replay is not { } held || held.Last < last || time.GetElapsedTime(place.ReadAt) >= Fresh) await Play(place, round, opened, last, cancel);
            return read(place.Replay!);
        }
        finally
        {
            place.Turn.Release();
        }
    }

    private async Task Play(Place place, RoundInfo round, DateTimeOffset opened, long last, CancellationToken cancel)
    {
        var by = await rules.Of(round);
        if (place.Replay is { } held && held.Rules.Judges(by) && await held.PlayTo(Math.Max(last, held.Last), cancel))
        {
            place.ReadAt = time.GetTimestamp();
            return;
        }
        var anew = new RoundReplay(round.District, by, ledger, Math.Max(opened.ToUnixTimeSeconds() / 60, last - MostMinutes));
        await anew.PlayTo(last, cancel);
        (place.Replay, place.ReadAt) = (anew, time.GetTimestamp());
    }

    /// <summary>The last minute whose begin is over for everybody.</summary>
    private static long LastOf(RoundInfo round)
    {
        var now = round.Clock.GetUtcNow() - Settles * round.Clock.Speed;
        return (round.ClosedAt is { } closed && closed < now ? closed : now).ToUnixTimeSeconds() / 60;
    }

    private Place Hold(string district, int id)
    {
        lock (gate)
        {
            if (!places.TryGetValue((district, id), out var place))
            {
                if (places.Count == Kept) places.Remove(places.MinBy(p => p.Value.UsedAt).Key);
                places[(district, id)] = place = new();
            }
            place.UsedAt = time.GetTimestamp();
            return place;
        }
    }
}
