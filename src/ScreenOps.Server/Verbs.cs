using System.Security.Authentication;
using ScreenOps.Server.Access;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Operating;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Staffing;

namespace ScreenOps.Server;

/// <summary>
/// What the program does besides serving. A verb speaks to the running server: the one of --url and --token, or the one that left its
/// address in the data folder; where none runs, it starts the engines for itself and stops them after.
/// </summary>
internal static class Verbs
{
    private const string Json = "--json", Replace = "--replace";

    public const string Usage = """
        screenops                       serve
        screenops rehearse [--speed 60] [--seed 1] [--until HH:MM] [--people]
                                        play a morning on a round marked as rehearsal
        screenops link [--name NAME | --operator] [--new-password]
                                        a new one-time sign-in link for the command centre, the account of that name, or the operator, whose account is made when
                                        first asked for; with --new-password it leads to choosing one
        screenops verify                compare ledger, live fold and board; exit 1 where they differ
        screenops pass-keys [new|drop ID]
                                        the keys that passes are signed with: list them, sign with a new one from now on, or no longer accept an old one
        screenops doctor [--json]       look at settings, engines, disk, clocks, keys, ports and folders; exit 1 and the cure where something is wrong
        screenops settings              the page of all settings, deploy/settings.md
        screenops backup FILE [--passphrase-file FILE]
                                        all tables as of one moment, while servers count; with a passphrase the keys too
        screenops restore FILE [--passphrase-file FILE] [--replace]
                                        the same into an empty database, with no server running; --replace: what is there goes
        screenops rebuild [--district CODE]
                                        the live fold anew from the ledger, while servers count
        screenops vault-keys [new|drop ID|master [end]]
                                        the keys that personal data is sealed with: list them, seal with a new one and everything anew in the background, or forget an old one;
                                        master: a new key for the ring itself, whose change is ended where it lies elsewhere
        screenops audit verify          whether the audit trail is as it was written; exit 1 and which rows are not
        screenops audit anchor WHY      take the trail's end as it is, after a restore of an older backup
        screenops import DIR [--json FILE] [--district CODE [--name NAME]]
                                        bring the files of a folder into the first district, or into the one that is named
        screenops import DIR --check [--json FILE]
                                        tell what that would bring, without a server
        screenops plan DIR [--seconds N] [--out PLAN.csv] [--json FILE]
                                        the best plan for the people, posts, shifts and sites of a folder, without a server
        Each other verb takes --url ADDRESS --token TOKEN [--fingerprint SHA256] for a server elsewhere; the fingerprint is that of a
        certificate which the server made itself.
        """;

    /// <summary>Null: no verb was said, so serve.</summary>
    public static async Task<int?> Run(string[] args, TextWriter print, CancellationToken stop)
    {
        if (args is not [{ } verb, .. var rest] || verb.StartsWith('-')) return null;
        switch (verb)
        {
            case "import" when rest.Contains("--check"): return await ImportVerb.Check(rest, print);
            // Who brings a district of their own onto an empty database does not want the sample beside it.
            case "import": return await OnServer(rest.Contains("--district") ? [.. rest, "--ScreenOps:Sample=false"] : rest, server => ImportVerb.Run(rest, server, print, stop), stop);
            case "plan": return await PlanVerb.Run(rest, TimeProvider.System, print, stop);
            case "rehearse": return await OnServer(rest, server => RehearseVerb.Run(rest, server, print, stop), stop);
            case "link": return await OnServer(rest, server => LinkVerb.Run(rest, server, print, stop), stop);
            case "verify": return await OnServer(rest, server => VerifyVerb.Run(server, print, stop), stop);
            case "doctor": return await Doctor(rest, print, stop);
            case "settings": await print.WriteAsync(SettingsPage.Write()); return 0;
            case "backup" when rest is [{ } file, ..] && !file.StartsWith('-'): return await BackupVerb.Backup(file, Said(rest, KeyFiles.Option), Configuration(rest), ServerApp.Options(Settings(rest)), print, stop);
            case "restore" when rest is [{ } file, ..] && !file.StartsWith('-'):
                return await BackupVerb.Restore(file, Said(rest, KeyFiles.Option), rest.Contains(Replace), Configuration(rest), ServerApp.Options(Settings(rest)), print, stop);
            case "backup" or "restore": throw new StartException($"{verb} takes the name of a file: screenops {verb} FILE.");
            case "rebuild": return await OnServer(rest, server => Rebuild.Verb(Said(rest, "--district"), server, print, stop), stop);
            case "vault-keys": return await OnServer(rest, server => VaultKeysVerb.Run(Words(rest), server, print, stop), stop);
            case "audit": return await OnServer(rest, server => AuditVerb.Run(Words(rest), server, print, stop), stop);
            case "pass-keys": return await OnServer(rest, server => PassKeysVerb.Run(Words(rest), server, print, stop), stop);
            case "help": await print.WriteLineAsync(Usage); return 0;
            default: await Console.Error.WriteLineAsync($"There is no verb {verb}.\n{Usage}"); return 1;
        }
    }

    /// <summary>What stands before the first option.</summary>
    private static string[] Words(string[] args) => [.. args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))];

    private static string? Said(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

    private static string[] Settings(string[] args)
    {
        args = [.. args.Where(a => a is not (Json or Replace))];
        return [.. args.Where((a, i) => a.StartsWith("--", StringComparison.Ordinal) || (i > 0 && args[i - 1].StartsWith("--", StringComparison.Ordinal) && !args[i - 1].Contains('=')))];
    }

    /// <summary>What a server would go by that is started here with these arguments.</summary>
    private static IConfiguration Configuration(string[] args) => WebApplication.CreateBuilder(Settings(args)).Configuration;

    private static async Task<int> Doctor(string[] args, TextWriter print, CancellationToken stop)
    {
        var configuration = Configuration(args);
        var folder = configuration[$"{ServerOptions.Section}:{nameof(ServerOptions.DataFolder)}"] ?? Folders.DefaultData;
        return await DoctorVerb.Run(configuration, await Running(folder, stop), args.Contains(Json), TimeProvider.System, print, stop);
    }

    // A word that stands by itself, such as an import's folder, is no setting; one that begins with / would be read as the name of one.
    private static async Task<int> OnServer(string[] args, Func<ServerAddress, Task<int>> act, CancellationToken stop)
    {
        var settings = Settings(args);
        var options = ServerApp.Options(settings);
        if (Said(args, "--url") is { } url) return await Reach(Elsewhere(url, Said(args, "--token"), Said(args, "--fingerprint") ?? ServerAddress.Read(options.DataFolder)?.Fingerprint), act);
        if (await Running(options.DataFolder, stop) is { } running) return await Reach(running, act);
        await using var own = await ServerApp.Build([.. settings, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"], stop);
        await own.Start(stop);
        var result = await act(ServerAddress.Read(options.DataFolder)!);
        await own.Web.StopAsync(CancellationToken.None);
        return result;
    }

    private static async Task<int> Reach(ServerAddress server, Func<ServerAddress, Task<int>> act)
    {
        try
        {
            return await act(server);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            throw new StartException($"The certificate of {server.Url} is not trusted. If the server made it itself, name it with --fingerprint; the server says it at its start.", e);
        }
        catch (HttpRequestException e)
        {
            throw new StartException($"The server {server.Url} cannot be reached ({e.Message}). Start it, or name another with --url.", e);
        }
    }

    private static ServerAddress Elsewhere(string url, string? token, string? fingerprint)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || token is null)
            throw new StartException("--url takes an address such as https://host:8443 and goes with --token, which stands in server.json of that server's data folder.");
        if (fingerprint is not null && ServerAddress.Digits(fingerprint) is null)
            throw new StartException("--fingerprint takes the SHA-256 of a certificate, 64 hex digits, as the server says it at its start.");
        return new(server, token, fingerprint is null ? null : ServerAddress.Digits(fingerprint));
    }

    /// <summary>The server whose address lies in the data folder, where it answers.</summary>
    private static async Task<ServerAddress?> Running(string folder, CancellationToken stop)
    {
        if (ServerAddress.Read(folder) is not { } left) return null;
        try
        {
            using var http = left.Http();
            http.Timeout = TimeSpan.FromSeconds(5);
            using var answer = await http.GetAsync("/api/v1/session", stop);
            return answer.IsSuccessStatusCode ? left : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
