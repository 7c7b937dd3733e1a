using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Staffing;

internal sealed record StaffingOptions
{
    public const string Section = "Staffing";

    /// <summary>After this long a plan is given as good as it is by then; whoever waits can have it sooner. A district of 700 people needs a second, one of 10,000 half a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);
}
