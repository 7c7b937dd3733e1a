using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Samples;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using StackExchange.Redis;

namespace ScreenOps.Server.Samples;

/// <summary>
/// Acts with tubes, one after the other in the order in which they were sent. What stands in PostgreSQL decides; a person's place in a tube is written before the
/// sample is booked, and taken away after it was taken back, so that no booked sample is without its tube and a retry ends what was begun.
/// </summary>
internal sealed class Tubes(NpgsqlDataSource postgres, TubePeople people, TubeReading reading, Settling settling, SiteBook sites, IOptions<SamplesOptions> options, ILogger<Tubes> log)
{
    private const int Tries = 5;
    private const string Reused = "This id was used for another act; make a new one.";
    /// <summary>A code shown again so soon at the same tube is the same scan twice, in milliseconds.</summary>
    private const long SameScan = 60_000;

    public int Most => options.Value.ActsPerSend;

    public async Task<IReadOnlyList<TubeAnswer>> Apply(RoundInfo round, TubeSender sender, IReadOnlyList<TubeAct> acts, CancellationToken cancel)
    {
        var answers = new List<TubeAnswer>(acts.Count);
        foreach (var act in acts) answers.Add(await One(round, sender, act, cancel));
        return answers;
    }

    private async Task<TubeAnswer> One(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        if (act.Fault(round.TubeSize) is { } fault) return new(act.Id, TubeOutcome.Bad, fault);
        var says = act.Kind is TubeActKind.Trouble or TubeActKind.Clear;
        if (sender.Lab && !says) return new(act.Id, TubeOutcome.Bad, "A lab says what became of a tube; everything else is the site's.");
        if (!says && round.State is RoundState.Sealed) return Answer(act, TubeOutcome.RoundSealed);
        if (!says && round.OpenedAt is null) return Answer(act, TubeOutcome.RoundNotOpen);
        var known = act with
        {
            Barcode = SampleCode.Parse(act.Barcode)!.Value.Text, To = SampleCode.Parse(act.To)?.Text, Why = act.Why?.Trim() ?? "",
            Made = Math.Min(act.Made, round.Clock.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        try
        {
            return await Often(round, sender, known, cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new(act.Id, TubeOutcome.Bad, Reused);
        }
        catch (Exception e) when (e is NpgsqlException and not PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] } or RedisException or TimeoutException)
        {
            log.EngineAway(e);
            return Answer(act, TubeOutcome.Busy);
        }
    }

    private async Task<TubeAnswer> Often(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return act.Kind switch
                {
                    TubeActKind.Open => await Open(round, sender, act, cancel),
                    TubeActKind.Put => await Put(round, sender, act, cancel),
                    TubeActKind.Move or TubeActKind.Abort or TubeActKind.Doubt => await OfPerson(round, sender, act, cancel),
                    _ => await OfTube(round, sender, act, cancel),
                };
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && tries < Tries)
            {
                // Somebody put the same person in or scanned the same barcode at this moment: what stands now decides.
            }
        }
    }

    private async Task<TubeAnswer> Open(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        if (sender.Site is not null && act.Site is not null && act.Site != sender.Site) return Answer(act, TubeOutcome.OtherSite);
        if ((act.Site ?? sender.Site) is not { } site || !await sites.Has(round.District, round.Id, site)) return new(act.Id, TubeOutcome.Bad, "site is the code of a site of the round.");
        return await Shown(round, act, await Open(round, sender, act, site, cancel), null, null, cancel);
    }

    private async Task<TubeOutcome> Open(RoundInfo round, TubeSender sender, TubeAct act, string site, CancellationToken cancel)
    {
        await using var held = await TubeLock.Take(postgres, round.District, round.Id, [act.Barcode!], null, act.Id, cancel);
        if (held.Recorded is not null) return held.Recorded == "Open" ? TubeOutcome.Done : TubeOutcome.BarcodeUsed;
        var outcome = TubeRules.Open(held[act.Barcode], round.Id, site);
        if (outcome is TubeOutcome.Done)
        {
            await held.Write("""
                insert into tubes (district, barcode, round, site, lane, size, opened_at) values (@District, @Barcode, @Id, @site, @Lane, @size, @Made)
                """, new { round.District, round.Id, act.Barcode, site, act.Lane, size = act.Size ?? round.TubeSize, act.Made }, cancel);
            await Record(held, round, sender, act, "Open", null, null, cancel);
        }
        else if (outcome is TubeOutcome.BarcodeUsed) await Record(held, round, sender, act, "ScannedAgain", null, site, cancel);
        await held.Commit(cancel);
        return outcome;
    }

    private async Task<TubeAnswer> Put(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        var found = await people.Find(round, act, cancel);
        if (found.Person is not { } person) return await Shown(round, act, found.Outcome, null, found.Where, cancel);
        // What was left half done with this person is ended first, so that the rules see where the person is.
        if (await settling.End(round.District, round.Id, person.Id, cancel) is (TubeOutcome.Busy, _)) return Answer(act, TubeOutcome.Busy);
        var (outcome, isIn) = await Put(round, sender, act, person, cancel);
        if (outcome is null) outcome = await settling.Refused(round.District, act.Id!.Value, cancel) ?? TubeOutcome.Done;
        else if (outcome is TubeOutcome.Done or TubeOutcome.Already && await settling.End(round.District, round.Id, person.Id, cancel) is var (ended, where) && ended is not TubeOutcome.Done) (outcome, isIn) = (ended, where);
        return await Shown(round, act, outcome.Value, person, isIn, cancel);
    }

    /// <summary>Binds the person to the tube, if the rules let it. Null: this act did so before, and the person has left the tube since.</summary>
    private async Task<(TubeOutcome?, string? In)> Put(RoundInfo round, TubeSender sender, TubeAct act, TubePerson person, CancellationToken cancel)
    {
        await using var held = await TubeLock.Take(postgres, round.District, round.Id, [act.Barcode!], person.Id, act.Id, cancel);
        if (held.Recorded == "Put") return (held.Place is null ? null : TubeOutcome.Done, held.Place?.Barcode is { } now && now != act.Barcode ? now : null);
        var outcome = TubeRules.Put(held[act.Barcode], round.Id, sender.Site, held.Place?.Barcode);
        // Refused before under this id: whoever wants it now makes a new act.
        if (outcome is TubeOutcome.Done && held.Recorded is not null) return (TubeOutcome.Bad, Reused);
        if (outcome is TubeOutcome.Done)
        {
            await held.Write("""
                insert into tube_places (district, round, person, barcode, state, ticket, made, by, act) values (@District, @Id, @person, @Barcode, 'Putting', @Ticket, @Made, @By, @act)
                """, new { round.District, round.Id, person = person.Id, act.Barcode, person.Ticket, act.Made, act.By, act = act.Id }, cancel);
            await Record(held, round, sender, act, "Put", person.Id, null, cancel);
            await held.Keep(TubeRules.With(held[act.Barcode]!, 1), cancel);
        }
        else if (outcome is TubeOutcome.Already or TubeOutcome.InOtherTube && held.Recorded is null && ShownAgain(act, held.Place!))
            await Record(held, round, sender, act, "ShownAgain", person.Id, held.Place!.Barcode, cancel);
        await held.Commit(cancel);
        return (outcome, outcome is TubeOutcome.InOtherTube ? held.Place!.Barcode : null);
    }

    private static bool ShownAgain(TubeAct act, TubePlace place) => act.By != "Person" && (place.Barcode != act.Barcode || act.Made - place.Made >= SameScan);

    private async Task<TubeAnswer> OfPerson(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        var found = await people.Find(round, act, cancel);
        if (found.Person is not { } person) return await Shown(round, act, found.Outcome, null, found.Where, cancel);
        // A sample that is not booked yet is booked first: what is moved or taken back is then whole.
        if (act.Kind != TubeActKind.Doubt && await settling.End(round.District, round.Id, person.Id, cancel) is (TubeOutcome.Busy, _)) return Answer(act, TubeOutcome.Busy);
        var (outcome, where) = await OfPerson(round, sender, act, person, cancel);
        if (act.Kind == TubeActKind.Abort && outcome is TubeOutcome.Done) (outcome, where) = await settling.End(round.District, round.Id, person.Id, cancel);
        return await Shown(round, act, outcome, person, where, cancel);
    }

    private async Task<(TubeOutcome, string? In)> OfPerson(RoundInfo round, TubeSender sender, TubeAct act, TubePerson person, CancellationToken cancel)
    {
        await using var held = await TubeLock.Take(postgres, round.District, round.Id, act.To is null ? [act.Barcode!] : [act.Barcode!, act.To], person.Id, act.Id, cancel);
        if (held.Recorded is not null) return (TubeOutcome.Done, null);
        var (tube, isIn) = (held[act.Barcode], held.Place?.Barcode);
        var outcome = act.Kind == TubeActKind.Move ? TubeRules.Move(tube, held[act.To], round.Id, sender.Site, isIn) : TubeRules.Abort(tube, round.Id, sender.Site, isIn);
        if (outcome is not TubeOutcome.Done) return (outcome, isIn == act.Barcode ? null : isIn);
        await held.Write(act.Kind switch
        {
            TubeActKind.Move => "update tube_places set barcode = @To where district = @District and round = @Id and person = @person",
            TubeActKind.Abort => "update tube_places set state = 'Leaving', touched = now() where district = @District and round = @Id and person = @person",
            _ => "update tube_places set doubt = @doubt, doubt_why = @Why where district = @District and round = @Id and person = @person",
        }, new { round.District, round.Id, person = person.Id, act.To, doubt = act.Doubt?.ToString(), act.Why }, cancel);
        if (act.Kind == TubeActKind.Move)
        {
            await held.Keep(TubeRules.With(tube!, -1), cancel);
            await held.Keep(TubeRules.With(held[act.To]!, 1), cancel);
        }
        await Record(held, round, sender, act, act.Kind.ToString()!, person.Id, act.To, cancel);
        await held.Commit(cancel);
        return (outcome, null);
    }

    private async Task<TubeAnswer> OfTube(RoundInfo round, TubeSender sender, TubeAct act, CancellationToken cancel)
    {
        TubeOutcome outcome;
        await using (var held = await TubeLock.Take(postgres, round.District, round.Id, [act.Barcode!], null, act.Id, cancel))
        {
            outcome = held.Recorded is not null ? TubeOutcome.Done : TubeRules.OfTube(held[act.Barcode], round.Id, sender.Site, act.Kind switch
            {
                TubeActKind.Close => TubeState.Closed,
                TubeActKind.Reopen => TubeState.Open,
                _ => null,
            });
            if (held.Recorded is null && outcome is TubeOutcome.Done)
            {
                await Change(held, round, act, held[act.Barcode]!, cancel);
                await Record(held, round, sender, act, act.Kind.ToString()!, null, null, cancel);
                await held.Commit(cancel);
            }
        }
        return await Shown(round, act, outcome, null, null, cancel);
    }

    private static Task Change(TubeLock held, RoundInfo round, TubeAct act, Tube tube, CancellationToken cancel) => act.Kind switch
    {
        TubeActKind.Close => held.Keep(tube with { State = TubeState.Closed }, cancel),
        TubeActKind.Reopen => held.Keep(tube with { State = TubeRules.Reopened(tube) }, cancel),
        TubeActKind.Trouble => held.Write("update tubes set trouble = @trouble, trouble_at = @Made, trouble_why = @Why where district = @District and barcode = @Barcode",
            new { round.District, act.Barcode, trouble = act.Trouble!.Value.ToString(), act.Made, act.Why }, cancel),
        _ => held.Write("update tubes set trouble = null, trouble_at = null, trouble_why = null where district = @District and barcode = @Barcode", new { round.District, act.Barcode }, cancel),
    };

    private static Task Record(TubeLock held, RoundInfo round, TubeSender sender, TubeAct act, string kind, Guid? person, string? other, CancellationToken cancel) => held.Write("""
        insert into tube_acts (id, district, round, barcode, kind, person, other, why, actor, made, at) values (@act, @District, @Id, @Barcode, @kind, @person, @other, @Why, @Actor, @Made, @at)
        """, new { act = act.Id, round.District, round.Id, act.Barcode, kind, person, other, Why = act.Why ?? "", sender.Actor, act.Made, at = round.Clock.GetUtcNow().ToUnixTimeMilliseconds() }, cancel);

    private async Task<TubeAnswer> Shown(RoundInfo round, TubeAct act, TubeOutcome outcome, TubePerson? person, string? where, CancellationToken cancel)
    {
        var tube = await reading.Tube(round.District, act.Barcode!, cancel);
        var next = act.Kind is TubeActKind.Trouble or TubeActKind.Clear || tube is null || tube.Round != round.Id ? null : await reading.Next(round, tube.Site, cancel);
        return new(act.Id, outcome, TubeWords.Cure(outcome, where), tube, person, where, next);
    }

    private static TubeAnswer Answer(TubeAct act, TubeOutcome outcome) => new(act.Id, outcome, TubeWords.Cure(outcome));
}
