using System.Globalization;
using System.Text;
using QRCoder;

namespace ScreenOps.Server.Platform;

/// <param name="Size">Modules along a side, without the quiet zone.</param>
/// <param name="Path">Its dark modules as the data of one SVG path, a unit a module.</param>
internal sealed record Qr(int Size, string Path)
{
    /// <summary>Light modules that must surround it.</summary>
    public const int Quiet = 4;

    /// <param name="level">How much may be soiled or torn: M 15 %, H 30 %.</param>
    public static Qr Of(string text, QRCodeGenerator.ECCLevel level)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, level);
        // The library adds the quiet zone to its matrix.
        var (size, path) = (data.ModuleMatrix.Count - 2 * Quiet, new StringBuilder());
        for (var y = 0; y < size; y++)
        {
            var row = data.ModuleMatrix[y + Quiet];
            for (var x = 0; x < size; x++)
            {
                var from = x;
                while (x < size && row[x + Quiet]) x++;
                if (x > from) path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h{from - x}z");
            }
        }
        return new(size, path.ToString());
    }

    /// <summary>A picture of its own, black on white whatever lies around it.</summary>
    public string Svg()
    {
        var side = Size + 2 * Quiet;
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-Quiet} {-Quiet} {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M{-Quiet} {-Quiet}h{side}v{side}h{-side}z"/><path d="{Path}"/></svg>""";
    }
}
