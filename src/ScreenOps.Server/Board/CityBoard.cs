using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>
/// All districts for the screens of a city: the open real round of each, its sites named district/site. Nobody reads thousands of sites faster than once a second, so it is
/// looked at once in each for all screens, and what changed is written once: ten screens cost what one does.
/// </summary>
internal sealed class CityBoard(DistrictBoards boards, TimeProvider time)
{
    /// <summary>A frame may hold thousands of sites: screens that kept up share the last one, the others have fallen behind by a second or two.</summary>
    private const int FramesKept = 3;
    private static readonly Scope Open = new(null, false, null);
    private readonly Lock gate = new();
    private readonly Frames frames = new(FramesKept);
    private volatile IReadOnlyList<DistrictBoard> districts = [];
    private CityLook last = new(0, -1, new Dictionary<DistrictBoard, DistrictLook>());

    /// <summary>Has every district's board filled. One that comes later is there from the next screen on.</summary>
    public async Task Fill(CancellationToken cancel) => districts = await boards.All(cancel);

    /// <summary>How far the districts have come, as of this second.</summary>
    public CityLook Look()
    {
        lock (gate)
        {
            var second = Second();
            if (last.Second != second || last.Districts.Count != districts.Count) last = new(last.Number + 1, second, districts.ToDictionary(d => d, d => new DistrictLook(d.Stamp, d.RoundsStamp, Open.Of(d))));
            return last;
        }
    }

    /// <summary>Ends when another second has begun.</summary>
    public Task Next(CancellationToken stop) => Task.Delay(TimeSpan.FromTicks(TimeSpan.TicksPerSecond - time.GetElapsedTime(0).Ticks % TimeSpan.TicksPerSecond), time, stop);

    public Snapshot Snapshot(CityLook look) => new(0, "", false, time.GetUtcNow().ToUnixTimeMilliseconds(), 1, [.. look.Districts.SelectMany(d => States(d.Key, d.Value, null))]);

    /// <summary>What changed between two looks; null: nothing.</summary>
    public Frame? Changes(CityLook after, CityLook upTo) => frames.Of(after.Number, upTo.Number, () =>
        upTo.Districts.SelectMany(d => States(d.Key, d.Value, after.Districts.GetValueOrDefault(d.Key))).ToArray() is { Length: > 0 } changed ? Frame.Changed(changed) : null);

    private static IEnumerable<SiteState> States(DistrictBoard district, DistrictLook now, DistrictLook? before)
    {
        if (now.Round is not { } round || now == before) return [];
        return round.States(null, ReferenceEquals(round, before?.Round) ? before!.Stamp : -1).Select(s => s with { Site = $"{district.District}/{s.Site}" });
    }

    private long Second() => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerSecond;
}

/// <param name="Number">Of the looks of this server.</param>
/// <param name="Second">In which it was taken.</param>
internal sealed record CityLook(long Number, long Second, IReadOnlyDictionary<DistrictBoard, DistrictLook> Districts)
{
    public bool RoundsDiffer(CityLook other) => Districts.Any(d => other.Districts.GetValueOrDefault(d.Key)?.Rounds != d.Value.Rounds);
}

internal sealed record DistrictLook(long Stamp, long Rounds, RoundBoard? Round);
