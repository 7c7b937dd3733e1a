using System.ComponentModel.DataAnnotations;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>What a district expects of its people on a morning. All times are on the round's clock, so a rehearsal shortens them.</summary>
internal sealed record DutyOptions
{
    public const string Section = "Duty";

    /// <summary>How long before a shift its posts may be taken; whoever scans earlier is told when to.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")] public TimeSpan CheckInBefore { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long before a shift whoever is not at the post is shown as at risk.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00")] public TimeSpan AtPostBefore { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after being told whoever has not answered is shown as at risk; at once when the shift is nearer than that.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "2.00:00:00")] public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long into a shift whoever is not at the post becomes absent and the seat free, at sites where the code is used; 0: only a person says so.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")] public TimeSpan NoShowAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an offer of a seat waits for an answer before the next people are asked.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")] public TimeSpan OfferLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many people are asked at once for one seat: more fill it sooner, and more say yes in vain.</summary>
    [Range(1, 20)] public int OfferFew { get; init; } = 3;

    /// <summary>A repair is as good as it is by then.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan RepairLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the clock looks, in real time, whether somebody is absent or an offer has expired.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(2);

    public DutyRules Rules => new(CheckInBefore, AtPostBefore, AnswerWithin, NoShowAfter);
}
