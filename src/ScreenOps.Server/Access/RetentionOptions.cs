using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Access;

/// <summary>How long what has ended is kept; after that it is removed, and the audit trail says how much.</summary>
internal sealed record RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Links and enrolment codes after they expired.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan Codes { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Passes after they ended; what is gone cannot be told from a pass that never was.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan Passes { get; init; } = TimeSpan.FromDays(30);

    /// <summary>People who came without being on the district's list, after the last round that they took part in was sealed: everything personal is taken away.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan WalkIns { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What was heard of people who had no sample, after the round was sealed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan FollowUps { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The lines of who had passes printed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan Prints { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How often it is looked what has ended.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Look { get; init; } = TimeSpan.FromHours(1);
}
