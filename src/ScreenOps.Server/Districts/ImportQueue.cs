using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>Imports of this server, one after the other. The last ones are remembered so that their pages can be read again; nothing of the files is kept.</summary>
internal sealed class ImportQueue(DistrictImport import, DataFolder data, TimeProvider time, ILogger<ImportQueue> log) : BackgroundService
{
    private const int Waiting = 4, Remembered = 20;

    private readonly Channel<ImportJob> queue = Channel.CreateBounded<ImportJob>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly ConcurrentQueue<ImportJob> remembered = new();
    private long began;

    /// <summary>How many wait for their turn; four, and the next is refused.</summary>
    public int Waits => queue.Reader.Count;

    /// <summary>How long the one has run that runs now; zero: none does.</summary>
    public TimeSpan Running => Interlocked.Read(ref began) is not 0 and var since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    private string Root => Path.Combine(data.Path, "imports");

    /// <summary>A folder of one's own for the files of an import, readable by this server's user only.</summary>
    public string NewFolder(Guid id)
    {
        var folder = Path.Combine(Root, id.ToString("N"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>False: too many wait already.</summary>
    public bool Add(ImportJob job)
    {
        if (!queue.Writer.TryWrite(job)) return false;
        remembered.Enqueue(job);
        while (remembered.Count > Remembered && remembered.TryPeek(out var oldest) && oldest.Shown.State != ImportState.Running) remembered.TryDequeue(out _);
        return true;
    }

    public ImportJob? Find(Guid id) => remembered.FirstOrDefault(j => j.Id == id);

    /// <summary>Before anything can be uploaded: what a killed server left behind are people's data.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Drop(Root);
        return base.StartAsync(cancellationToken);
    }

    public void Drop(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.UploadKept(e, folder);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, async token =>
    {
        await foreach (var job in queue.Reader.ReadAllAsync(token)) await Run(job, token);
    }, stop);

    private async Task Run(ImportJob job, CancellationToken stop)
    {
        Interlocked.Exchange(ref began, time.GetTimestamp());
        try
        {
            job.End(job.Check ? await import.Check(job.District, job.Files, job, stop) : await import.Import(job.District, job.Name, job.Files, job, stop));
            log.Imported(job.Id, job.Check, job.Shown.Refused);
        }
        catch (ImportException e)
        {
            job.Fail(e.Message);
        }
        catch (Exception e) when (e is NpgsqlException { IsTransient: true } or TimeoutException)
        {
            log.ImportFailed(e, job.Id);
            job.Fail($"The database did not answer while {job.Shown.File ?? "the import"} was stored. Send the import again when it is back: what is already stored stays as it is.");
        }
        // One import that fails in a way nobody thought of must not end all later ones.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.ImportFailed(e, job.Id);
            job.Fail($"The import stopped at {job.Shown.File ?? "its start"}, and nothing of that file was stored. The server's log has the cause under {job.Id}.");
        }
        finally
        {
            Interlocked.Exchange(ref began, 0);
            Drop(job.Folder);
        }
    }
}
