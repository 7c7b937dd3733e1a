using System.ComponentModel.DataAnnotations;
using ScreenOps.Core.Requests;

namespace ScreenOps.Server.Requests;

/// <summary>How soon what needs a person is told, and how long it may wait. All but Tick and Lease are on the round's clock, so a rehearsal shortens them.</summary>
internal sealed record RequestsOptions : IValidatableObject
{
    public const string Section = "Requests";

    /// <summary>An emergency that nobody has taken for so long is escalated: it stands first, and every screen of the command centre says so aloud.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")] public TimeSpan EmergencyWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for what stops a site: no tubes, a crowd, a wait that is too long.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "04:00:00")] public TimeSpan ActWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same for what is to be watched: a site that does not report, an idle lane.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")] public TimeSpan WatchWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Somebody took it and said when they come; so long after that moment, when nobody has arrived, it is escalated.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00")] public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest time until somebody comes that an owner may name; for longer it is not really taken.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "08:00:00")] public TimeSpan LongestTake { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The longest that an alert is put out of sight at once.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "08:00:00")] public TimeSpan LongestSnooze { get; init; } = TimeSpan.FromHours(2);

    /// <summary>So long a sign must be there before it becomes an alert: less tells of what passes by itself, more tells later.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")] public TimeSpan RaiseAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>So long a sign must be gone before its alert ends by itself.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")] public TimeSpan ClearAfter { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A sign that comes back so soon after its alert ended opens that alert again, with its history, and no other.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")] public TimeSpan ReturnsWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The wait to react: somebody said that it is resolved, and so long that gets to show before the same sign is told again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "04:00:00")] public TimeSpan QuietAfterResolve { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far ahead the strip of what is next looks.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "12:00:00")] public TimeSpan Ahead { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often boards are looked at for signs, in real time: an alert comes so much later at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")] public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that watched a district and says nothing for so long, in real time, is taken for dead: another one goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    public AlertRules Rules => new(EmergencyWithin, ActWithin, WatchWithin, OverdueAfter, LongestTake, LongestSnooze);

    public SignRules Signs => new(RaiseAfter, ClearAfter, ReturnsWithin, QuietAfterResolve);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (EmergencyWithin > ActWithin || ActWithin > WatchWithin)
            yield return new($"{Section}: {nameof(EmergencyWithin)} ({EmergencyWithin}) must not be above {nameof(ActWithin)} ({ActWithin}), nor that above {nameof(WatchWithin)} ({WatchWithin}).", [nameof(ActWithin)]);
        if (Lease < 3 * Tick)
            yield return new($"{Section}:{nameof(Lease)} ({Lease}) must be at least three times {nameof(Tick)} ({Tick}).", [nameof(Lease)]);
    }
}
