namespace ScreenOps.Core.Samples;

/// <summary>What stands on a tube or a box: 4 to 32 digits, Latin letters and hyphens, compared without regard to case as scanners and people write them.</summary>
public readonly record struct SampleCode
{
    private const int Least = 4, Most = 32;

    private SampleCode(string text) => Text = text;

    /// <summary>Upper case.</summary>
    public string Text { get; }

    /// <summary>Null: no such code; a scanner's line end and spaces around it do not count.</summary>
    public static SampleCode? Parse(string? said)
    {
        var text = said is { Length: <= 2 * Most } ? said.Trim().ToUpperInvariant() : "";
        return text.Length is >= Least and <= Most && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-') ? new(text) : null;
    }

    public override string ToString() => Text;
}
