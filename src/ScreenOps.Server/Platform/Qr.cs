using QRCoder;

namespace ScreenOps.Server.Platform;

/// <summary>QR codes, black on white whatever the screen's theme, with their quiet zone.</summary>
internal static class Qr
{
    /// <summary>Level M: 15 % of it may be torn or dirty. The picture has no size of its own.</summary>
    public static string Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
