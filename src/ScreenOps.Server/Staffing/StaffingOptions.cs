using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Staffing;

internal sealed record StaffingOptions
{
    public const string Section = "Staffing";

    /// <summary>After this long a plan is given as good as it is by then. A first plan of one pass over the shifts is always finished.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(2);
}
