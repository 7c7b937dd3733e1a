using System.Diagnostics;

namespace ScreenOps.Embedded;

/// <summary>
/// Whom PostgreSQL runs as: ourselves, or where we are root the account postgres, since it refuses to run as root. It may then still pass
/// through folders that only root may enter (a clone below /root), by a capability and not by opening them.
/// </summary>
internal sealed record ServerAccount(bool IsRoot)
{
    private const string Name = "postgres";

    public static ServerAccount Current()
    {
        var root = Environment.UserName == "root";
        if (root && !File.ReadLines("/etc/passwd").Any(l => l.StartsWith(Name + ":", StringComparison.Ordinal)))
            throw new InvalidOperationException("PostgreSQL does not run as root and there is no account postgres. Make one (useradd --system postgres), or start the server as an ordinary user.");
        return new(root);
    }

    /// <summary>setpriv (util-linux) gives the child its account and the signal it gets when its parent dies.</summary>
    public ProcessStartInfo Command(string program, bool dieWithParent, params string[] arguments)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (IsRoot)
            foreach (var word in new[] { $"--reuid={Name}", $"--regid={Name}", "--clear-groups", "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search" })
                start.ArgumentList.Add(word);
        if (dieWithParent) start.ArgumentList.Add("--pdeathsig=INT");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    public async Task Own(string folder, CancellationToken cancel)
    {
        if (!IsRoot) return;
        using var chown = Process.Start(new ProcessStartInfo("chown", ["-R", $"{Name}:", folder]) { RedirectStandardError = true })!;
        await chown.WaitForExitAsync(cancel);
        if (chown.ExitCode != 0) throw new InvalidOperationException($"The folder {folder} could not be given to {Name}: {(await chown.StandardError.ReadToEndAsync(cancel)).Trim()}");
    }
}
