using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>Brings a district's files in. All are read before the first is stored, so that one that cannot be used changes nothing; then each is stored whole or not at all.</summary>
internal sealed class DistrictImport(NpgsqlDataSource postgres, Vault vault, TimeProvider time, RoundBook book)
{
    /// <summary>Makes the district when it is not there. An ImportException says why a file cannot be used and what to do.</summary>
    public async Task<ImportReport> Import(string district, string districtName, IReadOnlyList<ImportFile> files, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var read = ImportReading.Of(files, await Known(district, cancel), progress, cancel);
        await Make(district, districtName, cancel);
        try
        {
            if (read.Sites is { } sites) await Store("sites.csv", district, sites.TakenCount, progress, s => s.Sites(sites.Taken), cancel);
            if (read.Shifts is { } shifts) await Store("shifts.csv", district, shifts.TakenCount, progress, s => s.Shifts(shifts.Taken), cancel);
            if (read.Posts is { } posts) await Store("posts.csv", district, posts.TakenCount, progress, s => s.Posts(posts.Taken), cancel);
            if (read.Members is { } members) await Store("roster.xlsx", district, members.TakenCount, progress, s => s.Members(members.Taken), cancel);
            if (read.Residents is { } residents) await Store("residents.csv", district, residents.TakenCount, progress, s => s.Residents(residents.Taken), cancel);
            if (read.Arrivals is { } arrivals) await Store("arrivals.csv", district, arrivals.TakenCount, progress, s => s.Arrivals(arrivals.Taken), cancel);
            if (read.Ground is { } ground) await Store("villages.geojson", district, ground.Taken, progress, s => s.Ground(ground.Json), cancel);
        }
        finally
        {
            book.Forget(district);
        }
        await Analyze(cancel);
        return ImportReport.Of(read);
    }

    /// <summary>What these files would bring, judged by what the district has already; stores nothing.</summary>
    public async Task<ImportReport> Check(string district, IReadOnlyList<ImportFile> files, IProgress<ImportProgress>? progress, CancellationToken cancel) =>
        ImportReport.Of(ImportReading.Of(files, await Known(district, cancel), progress, cancel));

    private async Task Store(string file, string district, int total, IProgress<ImportProgress>? progress, Func<ImportStore, Task> store, CancellationToken cancel)
    {
        progress?.Report(new(file, 0, total));
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Two servers may import into one district; their files take turns.
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(hashtext('import:' || @district))", new { district }, transaction, cancellationToken: cancel));
        await store(new(connection, transaction, district, vault, done => progress?.Report(new(file, done, total)), cancel));
        await transaction.CommitAsync(cancel);
        progress?.Report(new(file, total, total));
    }

    /// <summary>The engine looks at new rows by itself within a minute; until then it takes a full table for an empty one, and the first round of a large district took longer than anybody waits.</summary>
    private async Task Analyze(CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("analyze villages, sites, rounds, shifts, round_sites, posts, members, residents, arrivals", cancellationToken: cancel));
    }

    private async Task Make(string district, string name, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("""
            insert into districts (code, name) values (@district, @name) on conflict do nothing;
            insert into rounds (district, id, name, state, day) select code, 0, 'Pattern', 'Pattern', (@now at time zone time_zone)::date from districts where code = @district on conflict do nothing
            """, new { district, name, now = time.GetUtcNow().UtcDateTime }, cancellationToken: cancel));
    }

    private async Task<Known> Known(string district, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition("""
            select code from sites where district = @district;
            select name from villages where district = @district;
            select code, name from shifts where district = @district and round = 0
            """, new { district }, cancellationToken: cancel));
        return new((await rows.ReadAsync<string>()).ToHashSet(), (await rows.ReadAsync<string>()).ToHashSet(),
            (await rows.ReadAsync<(string Code, string Name)>()).ToDictionary(s => s.Code, s => s.Name));
    }
}
