using System.Diagnostics;
using ScreenOps.Server.Tests.Tidy;

namespace ScreenOps.Server.Tests.CheckIn;

/// <summary>Pictures as a person gets them: drawn by a browser, and their codes read by a program that knows nothing of ours.</summary>
internal static class Pictures
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>The text of the one QR in an SVG, drawn so many pixels wide and high.</summary>
    public static async Task<string> Read(string svg, int width, int height)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-picture-").FullName;
        try
        {
            var (drawing, picture) = (Path.Combine(folder, "it.svg"), Path.Combine(folder, "it.png"));
            await File.WriteAllTextAsync(drawing, svg);
            await Run(Chromium(), "--headless", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile", $"--window-size={width},{height}", $"--screenshot={picture}", new Uri(drawing).ToString(),
                Environment.IsPrivilegedProcess ? "--no-sandbox" : "--incognito");
            return (await Run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)).TrimEnd('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A page of so many millimetres, drawn with so many dots an inch, as a PNG.</summary>
    public static async Task<byte[]> Draw(string html, int width, int height, int dpi)
    {
        const double CssDotsAnInch = 96, MillimetresAnInch = 25.4;
        int Dots(int millimetres) => (int)Math.Ceiling(millimetres / MillimetresAnInch * CssDotsAnInch);
        var folder = Directory.CreateTempSubdirectory("screenops-picture-").FullName;
        try
        {
            var (page, picture) = (Path.Combine(folder, "it.html"), Path.Combine(folder, "it.png"));
            await File.WriteAllTextAsync(page, $"<!doctype html><meta charset=utf-8><body style='margin: 0; background: #fff'>{html}");
            await Run(Chromium(), "--headless", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile", $"--window-size={Dots(width)},{Dots(height)}",
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--force-device-scale-factor={dpi / CssDotsAnInch}"), $"--screenshot={picture}", new Uri(page).ToString(), Environment.IsPrivilegedProcess ? "--no-sandbox" : "--incognito");
            return await File.ReadAllBytesAsync(picture);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Task<string> Zbar(byte[] picture) => OfFile(picture, file => Run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file));

    /// <summary>By the reader that the desk's page has where a browser brings none.</summary>
    public static Task<string> Zxing(byte[] picture) => OfFile(picture, file => Run("node", "--input-type=module", "-e", $$"""
        import { readFileSync } from 'node:fs'
        const from = '{{new Uri(Path.Combine(Checkout.Root, "src/ScreenOps.Web/node_modules/zxing-wasm/dist/"))}}'
        const { readBarcodes, prepareZXingModule } = await import(from + 'es/reader/index.js')
        prepareZXingModule({ overrides: { wasmBinary: readFileSync(new URL(from + 'reader/zxing_reader.wasm')) } })
        const found = await readBarcodes(readFileSync(process.argv[1]), { formats: ['QRCode'], tryHarder: true })
        process.stdout.write(found.map(one => one.text).join('\n'))
        """, file));

    private static async Task<string> OfFile(byte[] picture, Func<string, Task<string>> read)
    {
        var file = Path.Combine(Path.GetTempPath(), $"screenops-{Guid.NewGuid():N}.png");
        try
        {
            await File.WriteAllBytesAsync(file, picture);
            return (await read(file)).TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Chromium() => Browsers.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No Chromium was found; install it (Debian: apt-get install chromium).");

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start; install it (Debian: apt-get install zbar-tools chromium).");
        var (said, wrong) = (running.StandardOutput.ReadToEndAsync(limit.Token), running.StandardError.ReadToEndAsync(limit.Token));
        await running.WaitForExitAsync(limit.Token);
        // zbarimg ends with 4 where it reads nothing.
        Assert.True(running.ExitCode == 0 || (program == "zbarimg" && running.ExitCode == 4), $"{program} ended with {running.ExitCode}: {await wrong}");
        return await said;
    }
}
