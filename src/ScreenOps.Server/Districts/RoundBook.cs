using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;

namespace ScreenOps.Server.Districts;

internal enum RoundState { Pattern, Draft, Open, Closed, Sealed }

/// <param name="OpenedAt">In the round's own time, as ClosedAt and SealedAt are.</param>
internal sealed record RoundInfo(
    string District, int Id, string Name, RoundState State, DateOnly Day, int TubeSize, bool Rehearsal,
    DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? SealedAt, RoundClock Clock);

internal sealed record DistrictInfo(string Code, string Name, string TimeZone, int WatchMinutes, int ActMinutes, int LaneRate);

/// <summary>
/// Districts and their rounds as every hot path reads them: from memory; what this server changes itself it sees at once, what others change when it is told,
/// and where it is not told, within a second.
/// </summary>
internal sealed class RoundBook
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    /// <summary>Read anew all the same: a line on which nothing comes may be dead.</summary>
    private static readonly TimeSpan FreshWhenTold = TimeSpan.FromSeconds(10);
    private readonly NpgsqlDataSource postgres;
    private readonly TimeProvider time;
    private readonly Held<string, Page> pages;
    private volatile KnownDistricts? known;
    private volatile bool told;

    private sealed record KnownDistricts(long ReadAt, IReadOnlyList<string> Districts);

    private sealed record Page(DistrictInfo District, IReadOnlyList<RoundInfo> Rounds)
    {
        public Dictionary<int, RoundInfo> ById { get; } = Rounds.ToDictionary(r => r.Id);
    }

    public RoundBook(NpgsqlDataSource postgres, TimeProvider time) => (this.postgres, this.time, pages) = (postgres, time, new(Read, time, () => Age));

    /// <summary>Told after a district's rounds or sites were changed: its code; null: all of them may have been.</summary>
    public event Action<string?>? Changed;

    /// <summary>Whether this server hears what others change.</summary>
    public bool Told { get => told; set => told = value; }

    /// <summary>How long what is remembered of districts, rounds and sites stands without being read anew.</summary>
    public TimeSpan Age => told ? FreshWhenTold : Fresh;

    public async ValueTask<IReadOnlyList<string>> Districts()
    {
        await using var connection = await postgres.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("select code from districts order by created_at, code")];
    }

    /// <summary>
    /// The district asked for, the first where none is; null: there is no such one. PostgreSQL is asked at most once a second, so an invented district costs nothing;
    /// while it is away, those known last.
    /// </summary>
    public async ValueTask<string?> Named(string? asked)
    {
        if (known is not { } held || time.GetElapsedTime(held.ReadAt) >= Fresh) held = known = new(time.GetTimestamp(), await Known());
        return asked is null ? held.Districts.FirstOrDefault() : held.Districts.FirstOrDefault(d => d == asked);
    }

    private async ValueTask<IReadOnlyList<string>> Known()
    {
        try
        {
            return await Districts();
        }
        catch (Exception e) when (known is not null && (e is NpgsqlException or TimeoutException))
        {
            return known!.Districts;
        }
    }

    public async ValueTask<DistrictInfo> District(string code) => (await pages.Get(code)).District;

    public async ValueTask<IReadOnlyList<RoundInfo>> Rounds(string district) => (await pages.Get(district)).Rounds;

    public async ValueTask<RoundInfo?> Round(string district, int id) => (await pages.Get(district)).ById.GetValueOrDefault(id);

    public async ValueTask<RoundInfo?> Open(string district, bool rehearsal) =>
        (await pages.Get(district)).Rounds.LastOrDefault(r => r.State == RoundState.Open && r.Rehearsal == rehearsal);

    /// <param name="district">Null: all.</param>
    public void Forget(string? district)
    {
        pages.Forget(d => district is null || d == district);
        Changed?.Invoke(district);
    }

    private async Task<Page> Read(string code, CancellationToken limit)
    {
        await using var connection = await postgres.OpenConnectionAsync(limit);
        var district = await connection.QuerySingleOrDefaultAsync<DistrictInfo>(new CommandDefinition("""
            select code, name, time_zone as TimeZone, watch_minutes as WatchMinutes, act_minutes as ActMinutes, lane_rate as LaneRate
            from districts where code = @code
            """, new { code }, cancellationToken: limit)) ?? throw new InvalidOperationException($"There is no district {code}; import it first.");
        var rows = await connection.QueryAsync<RoundRow>(new CommandDefinition("""
            select id, name, state, day, tube_size as TubeSize, rehearsal, clock_from as ClockFrom, clock_at as ClockAt, clock_speed as ClockSpeed,
                opened_at as OpenedAt, closed_at as ClosedAt, sealed_at as SealedAt
            from rounds where district = @code order by id
            """, new { code }, cancellationToken: limit));
        return new(district, [.. rows.Select(r => r.ToInfo(code, time))]);
    }

    private sealed class RoundRow
    {
        public int Id { get; init; }
        public string Name { get; init; } = "";
        public string State { get; init; } = "";
        public DateOnly Day { get; init; }
        public int TubeSize { get; init; }
        public bool Rehearsal { get; init; }
        public DateTime? ClockFrom { get; init; }
        public DateTime? ClockAt { get; init; }
        public double? ClockSpeed { get; init; }
        public DateTime? OpenedAt { get; init; }
        public DateTime? ClosedAt { get; init; }
        public DateTime? SealedAt { get; init; }

        public RoundInfo ToInfo(string district, TimeProvider time) => new(
            district, Id, Name, Enum.Parse<RoundState>(State), Day, TubeSize, Rehearsal, Utc(OpenedAt), Utc(ClosedAt), Utc(SealedAt),
            new RoundClock(time, Utc(ClockFrom), Utc(ClockAt), ClockSpeed ?? 1));

        private static DateTimeOffset? Utc(DateTime? at) => at is { } t ? new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Utc)) : null;
    }
}
