using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>A screen of all districts: it is sent the newest state of each changed site at most once a second, with those of the other screens.</summary>
internal sealed class CityViewer(CityBoard city, Func<Frame, ValueTask> send, Intake intake) : IViewer
{
    private CityLook seen = city.Look();

    public Snapshot Join() => city.Snapshot(seen = city.Look());

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            await city.Next(stop);
            await intake.Room(stop);
            var (before, now) = (seen, city.Look());
            seen = now;
            if (now.RoundsDiffer(before)) await send(Frame.RoundsChanged);
            if (city.Changes(before, now) is not { } changed) continue;
            intake.Sent();
            await send(changed);
        }
    }
}
