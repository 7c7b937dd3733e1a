using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Advice;

/// <summary>What may be asked of people who are moved, and how far advice looks.</summary>
internal sealed record AdviceOptions
{
    public const string Section = "Advice";

    /// <summary>To hand over a lane, change protective clothing and set up the next one, beside the way there.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00")] public TimeSpan Change { get; init; } = TimeSpan.FromMinutes(12);

    /// <summary>As the crow flies; a way is that much longer than it is drawn.</summary>
    [Range(1.0, 120.0)] public double KmPerHour { get; init; } = 20;

    /// <summary>Nobody is asked to go where way and change take longer.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "04:00:00")] public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(25);

    /// <summary>Who was moved is not moved again before.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")] public TimeSpan Rest { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Lanes that are advised to move at once; more would be a new plan.</summary>
    [Range(1, 50)] public int Moves { get; init; } = 8;

    /// <summary>Lanes that a site can take beyond those it was planned with.</summary>
    [Range(1, 50)] public int MoreLanes { get; init; } = 4;

    /// <summary>Residents of one address who may ask in a minute where it is shorter; more are answered 429. Residents of a site share the address of their mobile network.</summary>
    [Range(1, 10_000_000)] public int WaysPerMinute { get; init; } = 3000;
}
