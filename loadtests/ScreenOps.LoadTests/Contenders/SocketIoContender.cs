using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

/// <summary>Socket.IO with its Redis adapter and pg on Node. Its official client runs on Node too, so a driver there is its tablets and viewers.</summary>
internal sealed class SocketIoContender : IContender
{
    private const string Folder = "loadtests/peers/socketio";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(60);
    private readonly PeerStage stage;
    private readonly OwnProcess driver;
    private readonly ChannelReader<string> answers;
    private long acked;

    private SocketIoContender(PeerStage stage, OwnProcess driver, ChannelReader<string> answers) => (this.stage, this.driver, this.answers) = (stage, driver, answers);

    private sealed record Answer(long Acked, double AckedPerSecond, double BehindMs, double BytesPerViewerSecond, string? Failed, Times Acks, Times? Sights);

    public (string Name, int Process)[] Programs => [("client", driver.Id), .. stage.Programs];

    public static async Task<SocketIoContender> Come(IReadOnlyList<string> sites, int viewers, int most, CancellationToken cancel)
    {
        await Packages(cancel);
        var production = new Dictionary<string, string> { ["NODE_ENV"] = "production" };
        var stage = await PeerStage.Set("Socket.IO", ["node", PeerStage.Find($"{Folder}/server.js")], (port, redis, postgres) => new(production)
        {
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["REDIS_URL"] = $"redis://{redis}",
            ["POSTGRES_URL"] = $"postgres://{postgres.Username}:{postgres.Password}@{postgres.Host}:{postgres.Port}/{postgres.Database}",
        }, cancel);
        var answers = Channel.CreateBounded<string>(16);
        var orders = new { url = stage.Url, sites, viewers, inFlight = IContender.InFlight, most, settleSeconds = IContender.Settling.TotalSeconds };
        var driver = OwnProcess.Start("driver.js", "node", [PeerStage.Find($"{Folder}/driver.js"), JsonSerializer.Serialize(orders, Json)], production, line => { if (line.StartsWith('{')) answers.Writer.TryWrite(line); });
        var contender = new SocketIoContender(stage, driver, answers.Reader);
        await driver.Until(() => answers.Reader.TryRead(out _), Connecting, cancel);
        return contender;
    }

    public async Task<LoadFound> Load(double? perSecond, TimeSpan length, CancellationToken cancel)
    {
        await driver.Write(JsonSerializer.Serialize(new { seconds = length.TotalSeconds, rate = perSecond }));
        string? line = null;
        await driver.Until(() => answers.TryRead(out line), length + 2 * IContender.Settling, cancel);
        var answer = JsonSerializer.Deserialize<Answer>(line!, Json)!;
        if (answer.Failed is { } failed) throw new LoadTestException($"Socket.IO: {failed}");
        acked += answer.Acked;
        return new(answer.Acked, answer.AckedPerSecond, answer.BehindMs, answer.BytesPerViewerSecond, answer.Acks, answer.Sights);
    }

    public Task Audit(Sheet sheet, CancellationToken cancel) => stage.Audit(sheet, "Socket.IO", acked, cancel);

    /// <summary>As the lock file says, fetched when they are missing or it changed.</summary>
    private static async Task Packages(CancellationToken cancel)
    {
        var wanted = PeerStage.Find($"{Folder}/package-lock.json");
        var folder = Path.GetDirectoryName(wanted)!;
        var have = Path.Combine(folder, "node_modules/.package-lock.json");
        if (File.Exists(have) && File.GetLastWriteTimeUtc(have) >= File.GetLastWriteTimeUtc(wanted)) return;
        var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var npm = Process.Start(start) ?? throw new LoadTestException("npm did not start: install Node 20 or later.");
        var (said, errors) = (npm.StandardOutput.ReadToEndAsync(cancel), npm.StandardError.ReadToEndAsync(cancel));
        await npm.WaitForExitAsync(cancel);
        if (npm.ExitCode != 0) throw new LoadTestException($"npm could not fetch the packages of {Folder}: {await errors}{await said}");
        File.SetLastWriteTimeUtc(have, TimeProvider.System.GetUtcNow().UtcDateTime);
    }

    public async ValueTask DisposeAsync()
    {
        await driver.DisposeAsync();
        await stage.DisposeAsync();
    }
}
