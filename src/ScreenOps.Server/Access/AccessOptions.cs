using System.ComponentModel.DataAnnotations;

namespace ScreenOps.Server.Access;

/// <summary>How long a sign-in holds, and what happens to those who guess.</summary>
internal sealed record AccessOptions
{
    public const string Section = "Access";

    /// <summary>Wrong passwords in a row after which the account is locked for <see cref="Locked"/>.</summary>
    [Range(1, 100)] public int Tries { get; init; } = 5;

    /// <summary>How long a locked account takes no password, the right one included; long enough to make guessing hopeless, short enough to wait for. It is told to the command centre alone.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Locked { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A one-time link or QR that nobody used by then is worth nothing.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")] public TimeSpan CodeLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A link that leads to a new password; shorter, since whoever holds it takes the account over.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")] public TimeSpan PasswordLinkLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>A person's sign-in; a browser's is renewed by use, a program's is not.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")] public TimeSpan PersonLife { get; init; } = TimeSpan.FromHours(16);

    /// <summary>A tablet's sign-in; renewed by use like a person's, so that a tablet in a drawer lasts until the next round.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")] public TimeSpan DeviceLife { get; init; } = TimeSpan.FromDays(60);

    /// <summary>A sign-out everywhere and a tablet's revoking are heard by every server within this time; an open live line ends within one and a half of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Passwords that one address may try in a minute; more are answered 429.</summary>
    [Range(1, 100_000)] public int PasswordsPerMinute { get; init; } = 20;

    /// <summary>Passkey sign-ins that one address may begin or end in a minute: each takes two. More are answered 429.</summary>
    [Range(1, 100_000)] public int PasskeysPerMinute { get; init; } = 60;

    /// <summary>How long a passkey's challenge waits for whoever looks for the phone or key; an answer after it is refused and the page begins again.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")] public TimeSpan PasskeyWait { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long after a sign-in passkeys may be added and removed without the password being given again: whoever finds a screen open cannot make one.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")] public TimeSpan ConfirmedFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One-time codes that one address may try in a minute: a whole site's tablets share one.</summary>
    [Range(1, 100_000)] public int CodesPerMinute { get; init; } = 240;

    /// <summary>People that one account or tablet may see unmasked in an hour, over all servers; more are answered 429. A flagged tube of twenty with its households is some sixty calls.</summary>
    [Range(1, 100_000)] public int UnmasksPerHour { get; init; } = 120;

    /// <summary>How long a screen shows a person unmasked.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")] public TimeSpan UnmaskedFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Public requests of one address in a minute: residents of a site share the address of their mobile network.</summary>
    [Range(1, 10_000_000)] public int PublicPerMinute { get; init; } = 6000;
}
