using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;

namespace ScreenOps.Core.Tests.Board;

/// <summary>Builds the counts of one site, minute by minute from minute 0 on.</summary>
internal sealed class Morning
{
    private long _minute, _arrived, _sampled;

    public MinuteSeries Minutes { get; } = new();
    public long Now => _minute * 60_000;
    public long Queue => _arrived - _sampled;

    public Morning Play(int minutes, int arrived, int sampled)
    {
        for (var i = 0; i < minutes; i++)
        {
            Minutes.Put([new(_minute++, arrived, 0, sampled, 0)]);
            _arrived += arrived;
            _sampled += sampled;
        }
        return this;
    }

    public SiteCount Count(SiteStatus status = SiteStatus.Open, int? lanes = 2, long? reported = null, long epoch = 1, long version = 1) =>
        new(1, "S01", epoch, version, _arrived, 0, _sampled, 0, 0, status, lanes, reported ?? Now, 0, 0);
}
