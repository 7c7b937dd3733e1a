using System.Diagnostics;

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
            var browser = Browsers.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("No Chromium was found; install it (Debian: apt-get install chromium).");
            await Run(browser, "--headless", "--disable-gpu", "--hide-scrollbars", $"--user-data-dir={folder}/profile", $"--window-size={width},{height}", $"--screenshot={picture}", new Uri(drawing).ToString(),
                Environment.IsPrivilegedProcess ? "--no-sandbox" : "--incognito");
            return (await Run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture)).TrimEnd('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start; install it (Debian: apt-get install zbar-tools chromium).");
        var (said, wrong) = (running.StandardOutput.ReadToEndAsync(limit.Token), running.StandardError.ReadToEndAsync(limit.Token));
        await running.WaitForExitAsync(limit.Token);
        Assert.True(running.ExitCode == 0, $"{program} ended with {running.ExitCode}: {await wrong}");
        return await said;
    }
}
