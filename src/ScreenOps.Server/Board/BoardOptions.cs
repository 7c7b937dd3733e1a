using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Board;

/// <summary>Bounds of what viewers are sent. At each bound they get the newest state later, never an older one.</summary>
internal sealed record BoardOptions : IValidatableObject
{
    public const string Section = "Board";

    /// <summary>Between two sends to one viewer while the server keeps up: 40 ms is 25 a second, as much as an eye follows.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")] public TimeSpan ShortestInterval { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The same while it is behind: viewers see changes later, and counting keeps its share.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")] public TimeSpan LongestInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many changes a screen is sent ahead of what it says it has taken: fewer, and one far away sees fewer a second; more, and a slow one sees older ones. Screens tell every second one.</summary>
    [Range(2, 1000)] public int ChangesAhead { get; init; } = 4;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (LongestInterval < ShortestInterval)
            yield return new($"{Section}:{nameof(LongestInterval)} ({LongestInterval}) must not be below {nameof(ShortestInterval)} ({ShortestInterval}).", [nameof(LongestInterval)]);
    }
}
