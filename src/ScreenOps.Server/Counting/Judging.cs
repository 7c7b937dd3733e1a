using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Counting;

/// <summary>Judges a command before it is booked: what cannot be meant uses up its number and does nothing else.</summary>
internal sealed partial class Judging(RoundBook rounds, SiteBook sites, IOptions<CountingOptions> options, TimeProvider time)
{
    /// <param name="enrolled">The site that the device is enrolled for; null: any.</param>
    public async ValueTask<Booking> Judge(string district, Guid device, string? enrolled, CountCommand command)
    {
        var round = await rounds.Round(district, command.Round);
        var booked = (round?.Clock ?? time).GetUtcNow().ToUnixTimeMilliseconds();
        var here = round is not null && await sites.Has(district, command.Round, command.Site);
        // Nothing is made after it is booked: a clock that runs ahead must not outrank every later count.
        var known = here && command.Made >= 0 && command.Made <= booked ? command
            : command with { Made = Math.Clamp(command.Made, 0, booked), Site = here || SiteText().IsMatch(command.Site) ? command.Site : "?" };
        var refusal = OfAmount(known) ?? OfRound(round, known.Made);
        if (refusal is null && !here) refusal = Refusal.UnknownSite;
        if (refusal is null && enrolled is not null && enrolled != known.Site) refusal = Refusal.OtherSite;
        return new(device, known, booked, refusal);
    }

    private string? OfAmount(CountCommand c)
    {
        (long Least, long Most) bounds = c.Kind switch
        {
            CountKind.Arrived or CountKind.Sampled or CountKind.Left => (1, options.Value.PeoplePerCommand),
            CountKind.Queue => (0, options.Value.PeoplePerQueue),
            CountKind.Lanes => (0, options.Value.LanesPerSite),
            CountKind.Open or CountKind.Pause or CountKind.Close => (0, long.MaxValue),
            CountKind.Undo => (1, long.MaxValue),
            _ => (1, 0),
        };
        return c.N < bounds.Least || c.N > bounds.Most ? Refusal.BadAmount : null;
    }

    private static string? OfRound(RoundInfo? round, long made)
    {
        if (round is null || round.State == RoundState.Pattern) return Refusal.UnknownRound;
        if (round.State == RoundState.Sealed) return Refusal.RoundSealed;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(made);
        return round.OpenedAt is not { } opened || at < opened || at >= round.ClosedAt ? Refusal.RoundNotOpen : null;
    }

    [GeneratedRegex("^[A-Za-z0-9-]{1,12}$")]
    private static partial Regex SiteText();
}
