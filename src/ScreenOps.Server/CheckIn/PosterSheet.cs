using System.Globalization;
using System.Security;
using QRCoder;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

internal enum PaperSize { A4, A3 }

/// <summary>The sheet of a site as an SVG to print: readable from ten steps away, with a code that may lose a third of itself.</summary>
internal sealed record PosterSheet(string Code, string Name, string Address, string District, string Url, bool Rehearsal)
{
    /// <summary>Millimetres of A4; a larger sheet is the same drawing, larger.</summary>
    private const double Width = 182, Left = 14, Right = 196, Frame = 132, FrameTop = 97, Stroke = 2.6;

    public string Svg(PaperSize size)
    {
        var (wide, high) = size == PaperSize.A3 ? (297, 420) : (210, 297);
        return $$"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{{wide}}mm" height="{{high}}mm" viewBox="0 0 210 297" font-family="PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif" fill="#10171e">
            <title>{{Text(Name)}} {{Text(Code)}}</title>
            <style>@page { size: {{size}}; margin: 0 } .b { font-weight: 700 } .q { fill: #3e4a56 } .r { text-anchor: end } .c { text-anchor: middle }</style>
            <rect width="210" height="297" fill="#fff"/>
            {{(Rehearsal ? Mark() : "")}}
            {{Head()}}
            {{Code2D()}}
            {{Steps()}}
            {{Foot()}}
            </svg>
            """;
    }

    private string Head() => $"""
        <text class="q" x="{Left}" y="27" font-size="{Fit(District, 6.5, 140)}">{Text(District)}</text>
        <text class="b r" x="{Right}" y="27" font-size="8">{Text(Code)}</text>
        <text class="b" x="{Left}" y="44" font-size="{Fit(Name, 15.5, Width)}">{Text(Name)}</text>
        <text class="q" x="{Left}" y="54" font-size="{Fit(Address, 6.5, Width)}">{Text(Address)}</text>
        <path d="M{Left} 60h{Width}" stroke="#10171e" stroke-width="1.2"/>
        <text class="b" x="{Left}" y="86.5" font-size="24">扫码取号</text>
        <text class="q r" x="{Right}" y="76.9" font-size="7.6">Scan to take</text>
        <text class="q r" x="{Right}" y="86.5" font-size="7.6">a queue ticket</text>
        """;

    /// <summary>Corners as of a camera's frame, and the code within them with its quiet zone.</summary>
    private string Code2D()
    {
        var qr = Qr.Of(Url, QRCodeGenerator.ECCLevel.H);
        var module = (Frame - 2 * Stroke) / (qr.Size + 2 * Qr.Quiet);
        var inset = Stroke + Qr.Quiet * module;
        var corners = Enumerable.Range(0, 4).Select(i => Invariant($"""<path d="M{Stroke / 2} 18V{Stroke / 2}H18" transform="rotate({90 * i} {Frame / 2} {Frame / 2})"/>"""));
        return Invariant($"""
            <g transform="translate({(210 - Frame) / 2} {FrameTop})">
            <g fill="none" stroke="{(Rehearsal ? "#94640a" : "#0b5299")}" stroke-width="{Stroke}">{string.Concat(corners)}</g>
            <path transform="translate({inset} {inset}) scale({module})" shape-rendering="crispEdges" fill="#000" d="{qr.Path}"/>
            </g>
            """);
    }

    private static string Steps() => string.Concat(new (double X, string Chinese, string English)[] { (Left, "微信或相机扫码", "Scan with any camera"), (80, "登记一次就好", "Register once"), (138.5, "手机上看叫号", "See numbers called") }
        .Select((step, i) => Invariant($"""
            <g transform="translate({step.X} 238)"><circle cx="5.5" cy="6" r="5.5"/><text class="b c" x="5.5" y="8.6" font-size="7.4" fill="#fff">{i + 1}</text>
            <text class="b" x="14" y="6" font-size="6.4">{step.Chinese}</text><text class="q" x="14" y="12.6" font-size="4.4">{step.English}</text></g>

            """)));

    private string Foot() => $"""
        <path d="M{Left} 260h{Width}" stroke="#d9dfe5" stroke-width=".5"/>
        <text class="b" x="{Left}" y="269" font-size="5">没有手机？请到登记台取号。</text><text class="q" x="{Left}" y="275.6" font-size="4.2">No phone? Ask at the registration desk.</text>
        <text class="q r" x="{Right}" y="269" font-size="4.2">二维码里没有个人信息　No personal data in this code</text><text class="q r" x="{Right}" y="275.6" font-size="{Fit(Url, 4.2, 100)}">{Text(Url)}</text>
        """;

    /// <summary>Above and below, so that no cut of the sheet looks real.</summary>
    private static string Mark() => string.Concat(new (double, double)[] { (0, 11.6), (283, 294) }.Select(at => Invariant($"""
        <rect y="{at.Item1}" width="210" height="16" fill="#f0b027"/><text class="b c" x="105" y="{at.Item2}" font-size="9" fill="#211600">演练 REHEARSAL<tspan font-size="5.4" dx="5">不是真的排队 Not a real queue</tspan></text>

        """)));

    /// <summary>The font size, at most this, at which the text keeps within so many millimetres: an ideograph is as wide as high, a Latin letter some 0.6 of it.</summary>
    private static string Fit(string text, double most, double width) =>
        Invariant($"{Math.Round(Math.Min(most, width / Math.Max(1, text.Sum(c => c < '\u2E80' ? 0.6 : 1))), 2)}");

    private static string Text(string text) => SecurityElement.Escape(new([.. text.Where(c => !char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF'))]));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
