using System.Diagnostics;

namespace ScreenOps.Embedded;

/// <summary>
/// Whom PostgreSQL runs as: ourselves, or where we are root the account postgres, or else nobody, since it refuses to run as root. It may then
/// still pass through folders that only root may enter (a clone below /root), by a capability and not by opening them.
/// </summary>
/// <param name="User">Number of the user; null: ourselves.</param>
/// <param name="Group">Number of the user's group.</param>
internal sealed record ServerAccount(string? User, string? Group)
{
    private static readonly string[] Harmless = ["postgres", "nobody"];

    public static ServerAccount Current()
    {
        if (Environment.UserName != "root") return new(null, null);
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToLookup(fields => fields[0]);
        return Harmless.SelectMany(name => accounts[name]).Select(fields => new ServerAccount(fields[2], fields[3])).FirstOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL does not run as root and there is no account postgres. Make one (useradd --system postgres), or start the server as an ordinary user.");
    }

    /// <summary>setpriv (util-linux) gives the child its account and the signal it gets when its parent dies.</summary>
    public ProcessStartInfo Command(string program, bool dieWithParent, params string[] arguments)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (User is not null)
            foreach (var word in new[] { $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search" })
                start.ArgumentList.Add(word);
        if (dieWithParent) start.ArgumentList.Add("--pdeathsig=INT");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    public async Task Own(string folder, CancellationToken cancel)
    {
        if (User is null) return;
        using var chown = Process.Start(new ProcessStartInfo("chown", ["-R", $"{User}:{Group}", folder]) { RedirectStandardError = true })!;
        await chown.WaitForExitAsync(cancel);
        if (chown.ExitCode != 0) throw new InvalidOperationException($"The folder {folder} could not be given to user {User}: {(await chown.StandardError.ReadToEndAsync(cancel)).Trim()}");
    }
}
