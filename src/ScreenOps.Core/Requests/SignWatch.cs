namespace ScreenOps.Core.Requests;

/// <summary>How long a sign must hold before it is believed.</summary>
/// <param name="RaiseAfter">So long it must be there before an alert is raised.</param>
/// <param name="ClearAfter">So long it must be gone before the alert ends by itself.</param>
/// <param name="ReturnsWithin">A sign that comes back within this after its alert ended is the same alert again, not another one.</param>
/// <param name="QuietAfterResolve">Somebody said that it is resolved: so long that gets to show, however the sign stands.</param>
public sealed record SignRules(TimeSpan RaiseAfter, TimeSpan ClearAfter, TimeSpan ReturnsWithin, TimeSpan QuietAfterResolve);

public enum SignStep { None, Raise, Return, Clear }

/// <summary>The last alert that there was of a cause at a site.</summary>
/// <param name="End">Null: it has not ended.</param>
/// <param name="At">When it ended.</param>
public readonly record struct LastAlert(AlertEnd? End, long At);

/// <summary>What is to be done about a sign of a site, so that one cause is one alert however it flaps.</summary>
public static class SignWatch
{
    /// <param name="there">Whether the sign is there now.</param>
    /// <param name="since">Since when it has been as it is, unix milliseconds on the round's clock, as <paramref name="now"/>.</param>
    public static SignStep Next(bool there, long since, LastAlert? last, SignRules rules, long now)
    {
        if (last is { End: null }) return !there && now - since >= rules.ClearAfter.TotalMilliseconds ? SignStep.Clear : SignStep.None;
        if (!there || now - since < rules.RaiseAfter.TotalMilliseconds) return SignStep.None;
        if (last is not { } ended) return SignStep.Raise;
        var quiet = ended.End == AlertEnd.Resolved ? rules.QuietAfterResolve.TotalMilliseconds : 0;
        if (now - ended.At < quiet) return SignStep.None;
        return now - ended.At < quiet + rules.ReturnsWithin.TotalMilliseconds ? SignStep.Return : SignStep.Raise;
    }
}

/// <summary>Remembers since when each sign has been as it is. What it forgets with its server begins anew: then a step comes later by a hold-off, never twice.</summary>
public sealed class SignTrack
{
    private readonly Dictionary<(string Site, string Cause), (bool There, long Since)> tracks = [];

    /// <summary>Takes what a site shows now and says of each of its signs that matters since when it has been there or gone.</summary>
    /// <param name="open">Causes of the site's alerts that have not ended: their going is watched too.</param>
    public IReadOnlyList<(string Cause, bool There, long Since)> See(string site, IReadOnlyCollection<string> causes, IReadOnlyCollection<string> open, long now)
    {
        var seen = new List<(string, bool, long)>();
        foreach (var cause in Cause.Signs)
        {
            var there = causes.Contains(cause);
            if (!there && !open.Contains(cause))
            {
                tracks.Remove((site, cause));
                continue;
            }
            // A round's clock may be set back, by a rehearsal that begins anew.
            if (!tracks.TryGetValue((site, cause), out var track) || track.There != there || track.Since > now) tracks[(site, cause)] = track = (there, now);
            seen.Add((cause, there, track.Since));
        }
        return seen;
    }
}
