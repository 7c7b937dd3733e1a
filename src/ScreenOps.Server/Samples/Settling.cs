using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Platform;
using StackExchange.Redis;

namespace ScreenOps.Server.Samples;

/// <summary>
/// Brings a person's place in a tube and the ledger together: who is being put in is booked as sampled, whose swab was broken off has the sample taken back and then
/// leaves the tube. Whoever asks again, or this loop where nobody does, ends what a server left half done; each step may be done twice.
/// </summary>
internal sealed class Settling(NpgsqlDataSource postgres, Counter counter, LedgerStore ledger, IOptions<SamplesOptions> options, TimeProvider time, ILogger<Settling> log) : BackgroundService
{
    private const int AtOnce = 200;

    private sealed record Unsettled(string Barcode, string Site, string State, long Made, Guid Act);

    /// <summary>Done: the place is as it was meant to be, and the ledger with it. What the ledger refuses is out of the tube again, with its trace.</summary>
    public async Task<(TubeOutcome Outcome, string? Where)> End(string district, int round, Guid person, CancellationToken cancel)
    {
        await using (var connection = await postgres.OpenConnectionAsync(cancel))
            if (await connection.QuerySingleOrDefaultAsync<Unsettled>(new CommandDefinition("""
                select p.barcode, t.site, p.state, p.made, p.act from tube_places p join tubes t on t.district = p.district and t.barcode = p.barcode
                where p.district = @district and p.round = @round and p.person = @person and p.state <> 'In'
                """, new { district, round, person }, cancellationToken: cancel)) is { } place)
            {
                await connection.CloseAsync();
                return place.State == "Putting" ? await Book(district, round, person, place, cancel) : await TakeBack(district, round, person, place, cancel);
            }
        return (TubeOutcome.Done, null);
    }

    private async Task<(TubeOutcome, string?)> Book(string district, int round, Guid person, Unsettled place, CancellationToken cancel)
    {
        var booked = await counter.Sample(district, new(round, place.Site, person, place.Made), cancel);
        switch (booked)
        {
            case SampleOutcome.Busy:
                return (TubeOutcome.Busy, null);
            case SampleOutcome.Booked or SampleOutcome.Before when booked is not SampleOutcome.Before { Site: var site } || site == place.Site:
                await Set(district, round, person, place, "In", booked is SampleOutcome.Booked { Ticket: var own } ? own : ((SampleOutcome.Before)booked).Ticket, cancel);
                return (TubeOutcome.Done, null);
        }
        var (outcome, where) = booked switch
        {
            SampleOutcome.Before before => (TubeOutcome.SampledElsewhere, before.Site),
            SampleOutcome.Refused { Reason: Refusal.RoundSealed } => (TubeOutcome.RoundSealed, (string?)null),
            SampleOutcome.Refused { Reason: Refusal.UnknownSite } => (TubeOutcome.OtherSite, null),
            _ => (TubeOutcome.RoundNotOpen, null),
        };
        await Remove(district, round, person, place, outcome, cancel);
        return (outcome, where);
    }

    private async Task<(TubeOutcome, string?)> TakeBack(string district, int round, Guid person, Unsettled place, CancellationToken cancel)
    {
        if (await ledger.Sample(district, round, person, cancel) is { } sample)
        {
            var receipt = await counter.TakeSampleBack(district, new(round, sample.Site, person, sample.Made), sample.Sample, cancel);
            if (receipt is { Outcome: CountOutcome.Busy or CountOutcome.Gap }) return (TubeOutcome.Busy, null);
            if (receipt is { Outcome: CountOutcome.Refused, Reason: not Refusal.NothingToUndo })
            {
                await Set(district, round, person, place, "In", null, cancel);
                return (TubeOutcome.RoundSealed, null);
            }
        }
        await Remove(district, round, person, place, null, cancel);
        return (TubeOutcome.Done, null);
    }

    private async Task Set(string district, int round, Guid person, Unsettled place, string state, int? ticket, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("""
            update tube_places set state = @state, ticket = coalesce(@ticket, ticket), touched = now() where district = @district and round = @round and person = @person and act = @Act and state = @before
            """, new { district, round, person, place.Act, before = place.State, state, ticket }, cancellationToken: cancel));
    }

    /// <param name="refused">What the ledger said; null: the swab was broken off, and its act is recorded already.</param>
    private async Task Remove(string district, int round, Guid person, Unsettled place, TubeOutcome? refused, CancellationToken cancel)
    {
        await using var held = await TubeLock.Take(postgres, district, round, [place.Barcode], person, null, cancel);
        var gone = await held.Write("delete from tube_places where district = @district and round = @round and person = @person and act = @Act and state = @before",
            new { district, round, person, place.Act, before = place.State }, cancel);
        if (gone == 0) return;
        await held.Keep(TubeRules.With(held[place.Barcode]!, -1), cancel);
        if (refused is not null)
            await held.Write("""
                insert into tube_acts (id, district, round, barcode, kind, person, other, why, actor, made, at) select @id, @district, @round, @Barcode, 'Refused', @person, @put, @why, actor, made, at
                from tube_acts where id = @Act
                """, new { id = Guid.NewGuid(), district, round, place.Barcode, person, put = place.Act.ToString(), why = refused.ToString(), place.Act }, cancel);
        await held.Commit(cancel);
    }

    /// <summary>What the ledger refused of an act that put somebody in; null: nothing.</summary>
    public async Task<TubeOutcome?> Refused(string district, Guid act, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition("""
            select r.why from tube_acts a join tube_acts r on r.district = a.district and r.round = a.round and r.kind = 'Refused' and r.other = a.id::text where a.id = @act and a.district = @district
            """, new { district, act }, cancellationToken: cancel)) is { } why ? Enum.Parse<TubeOutcome>(why) : null;
    }

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.Settle, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if (await EndAll(stop) is > 0 and var ended) log.Settled(ended);
            }
            catch (Exception e) when (e is NpgsqlException or RedisException or TimeoutException or IOException)
            {
                log.SettlingFailed(e);
            }
        }
    }

    private async Task<int> EndAll(CancellationToken stop)
    {
        await using var connection = await postgres.OpenConnectionAsync(stop);
        var left = (await connection.QueryAsync<(string District, int Round, Guid Person)>(new CommandDefinition("""
            select district, round, person from tube_places where state <> 'In' and touched < now() - @after order by touched limit @AtOnce
            """, new { after = options.Value.UnsettledAfter, AtOnce }, cancellationToken: stop))).ToList();
        await connection.CloseAsync();
        var ended = 0;
        foreach (var (district, round, person) in left)
            if (await End(district, round, person, stop) is not (TubeOutcome.Busy, _)) ended++;
        return ended;
    }
}
