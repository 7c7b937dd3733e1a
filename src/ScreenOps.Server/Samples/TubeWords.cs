using ScreenOps.Core.Samples;

namespace ScreenOps.Server.Samples;

/// <summary>What to do after each answer, in plain words; screens have the same in their language.</summary>
internal static class TubeWords
{
    public static string? Cure(TubeOutcome outcome, string? where = null) => outcome switch
    {
        TubeOutcome.Done or TubeOutcome.Already => null,
        TubeOutcome.Full => "This tube is full; scan the next one and put the person there.",
        TubeOutcome.Closed => "This tube was closed; scan another one, or reopen it with a reason.",
        TubeOutcome.UnknownTube => "No tube of this barcode was opened; open it first by scanning it.",
        TubeOutcome.OtherSite => "This tube is of another site; scan one of this site's own.",
        TubeOutcome.OtherRound => "This tube is of another round; scan one of this round's.",
        TubeOutcome.BarcodeUsed => "This barcode was used before; lay the tube aside and scan another one. The office sees it.",
        TubeOutcome.InOtherTube => $"This person is in tube {where} already. If that record is wrong, move the person from there with a reason.",
        TubeOutcome.NotInTube => where is null ? "This person is in no tube; put the person in first." : $"This person is not in this tube but in {where}.",
        TubeOutcome.InBox => "This tube lies in a box; take it out of the box first.",
        TubeOutcome.NotClosed => "Close the tube first.",
        TubeOutcome.UnknownPerson => "There is no such resident; register the person at the desk first.",
        TubeOutcome.NoTicket => where is null ? "Nobody with this ticket waits at this site; scan the pass, or look the person up." : $"Whoever had this ticket went to {where}; scan the pass, or look the person up.",
        TubeOutcome.PassRefused => where,
        TubeOutcome.SampledElsewhere => $"This person is counted as sampled at {where} already. Find the swab there; if it was never taken, it is taken back there first.",
        TubeOutcome.RoundNotOpen => "The round was not open when this was done; ask the command centre.",
        TubeOutcome.RoundSealed => "The round is sealed; tell the command centre.",
        TubeOutcome.Busy => "The server is busy; the same is sent again by itself, nothing is counted twice.",
        _ => where,
    };
}
