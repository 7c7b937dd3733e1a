using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Staffing;

/// <summary>Hears what any server changed of a round's staffing.</summary>
internal sealed class StaffingNews(NpgsqlDataSource postgres, TimeProvider time, ILogger<StaffingNews> log) : DatabaseNews("screenops_staffing", postgres, time, log)
{
    /// <summary>The district whose staffing changed; null: all of them may have.</summary>
    public event Action<string?>? Changed;

    protected override void Heard(string? news) => Changed?.Invoke(news?.Split(' ')[0]);

    protected override void Lost(Exception e) => log.NewsLost(e);
}
