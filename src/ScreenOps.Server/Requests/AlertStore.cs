using Microsoft.Extensions.Options;
using Npgsql;
using ScreenOps.Core.Requests;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Requests;

/// <summary>An alert as it is kept. Moments are unix milliseconds on the round's clock.</summary>
internal sealed record KeptAlert(Guid Id, string District, int Round, string Site, string Cause, long Raised, string? OwnerName, long? Ended, int Version, Alert Life);

/// <summary>Who acts.</summary>
/// <param name="Id">Null: the server.</param>
/// <param name="Site">Confined to it; null: to none.</param>
internal sealed record AlertActor(AlertBy By, Guid? Id, string Name, string? Site)
{
    public static readonly AlertActor Clock = new(AlertBy.Clock, null, "", null);
}

/// <param name="Id">Made by whoever acts and kept: sent again it is the same act.</param>
/// <param name="Made">Null: at this moment.</param>
internal sealed record AlertOrder(Guid Id, AlertDoes Does, int? Minutes = null, string Note = "", long? Made = null);

/// <param name="Does">Raise, or the name of an <see cref="AlertDoes"/>.</param>
internal sealed record KeptAct(Guid Id, int Version, string Does, AlertBy By, string Name, int? Minutes, string Note, long Made, long At);

internal abstract record AlertResult
{
    public sealed record Told(KeptAlert Alert) : AlertResult;
    public sealed record NoAlert : AlertResult;
    public sealed record Refused(AlertNo Why) : AlertResult;
    /// <summary>Another alert of the same cause is open.</summary>
    public sealed record Newer : AlertResult;
    /// <summary>The id was used for something else.</summary>
    public sealed record Reused : AlertResult;
    /// <summary>It has as many acts as are kept; it can still be ended.</summary>
    public sealed record Full : AlertResult;
}

/// <summary>Alerts and their acts: one transaction an act, decided by Core on the locked row, each act and each open cause once.</summary>
internal sealed class AlertStore(NpgsqlDataSource postgres, Vault vault, IOptions<RequestsOptions> options)
{
    /// <summary>Acts of one alert before only its end is taken; the table holds some more.</summary>
    private const int MostActs = 900;
    private const int Tries = 5;
    internal const string Columns = "id, district, round, site, kind, cause, severity, state, raised, since, owner, owner_name, due, snoozed_until, escalated, end_how, ended, version";

    /// <summary>Begins an alert, or joins the one of that cause that is open: a site that asks again is heard, a sign is there already.</summary>
    public async Task<AlertResult> Raise(RoundInfo round, string site, string cause, AlertActor actor, AlertOrder order, CancellationToken cancel)
    {
        var now = Now(round);
        var life = AlertLife.Begin(cause, now);
        // The open one may end between the two statements: then there is room for a new one.
        for (var tries = 0; tries < Tries; tries++)
        {
            await using var work = await AlertWork.Begin(postgres, vault, cancel);
            if (await work.OfAct(round, order.Id) is { } known) return known.Site == site && known.Cause == cause ? new AlertResult.Told(known) : new AlertResult.Reused();
            if (await work.Insert(round, order.Id, site, cause, Math.Min(order.Made ?? now, now), life))
            {
                await work.Record(order.Id, 1, "Raise", actor, order, now, life.State);
                return await work.Commit(order.Id);
            }
            if (await work.Open(round, site, cause) is not { } open) continue;
            // The same ask may have joined it from another server a moment ago; from here on the row is held.
            if (await work.OfAct(round, order.Id) is { } joined) return new AlertResult.Told(joined);
            if (open.Life.Kind == AlertKind.Sign) return new AlertResult.Told(open);
            return await Decide(work, open, actor, order with { Does = AlertDoes.Ask }, now);
        }
        return new AlertResult.Reused();
    }

    /// <param name="of">The alert, or any act of it: whoever asked without network knows only what it sent.</param>
    public async Task<AlertResult> Act(RoundInfo round, Guid of, AlertActor actor, AlertOrder order, CancellationToken cancel)
    {
        try
        {
            await using var work = await AlertWork.Begin(postgres, vault, cancel);
            if (await work.Lock(round, of) is not { } alert || (actor.Site is { } own && own != alert.Site)) return new AlertResult.NoAlert();
            if (await work.OfAct(round, order.Id) is { } known) return known.Id == alert.Id ? new AlertResult.Told(known) : new AlertResult.Reused();
            return await Decide(work, alert, actor, order, Now(round));
        }
        catch (PostgresException e) when (e.ConstraintName == "one_alert_a_cause")
        {
            return new AlertResult.Newer();
        }
        catch (PostgresException e) when (e.ConstraintName == "alert_acts_pkey")
        {
            return new AlertResult.Reused();
        }
    }

    private async Task<AlertResult> Decide(AlertWork work, KeptAlert alert, AlertActor actor, AlertOrder order, long now)
    {
        if (alert.Version >= MostActs && order.Does is not (AlertDoes.Resolve or AlertDoes.Withdraw or AlertDoes.Clear)) return new AlertResult.Full();
        switch (AlertLife.Decide(alert.Life, new(order.Does, actor.By, actor.Id, order.Minutes), now, options.Value.Rules))
        {
            case AlertOutcome.Done done:
                await work.Update(alert, done.Next, order.Does == AlertDoes.Take ? actor.Name : alert.OwnerName);
                await work.Record(alert.Id, alert.Version + 1, order.Does.ToString(), actor, order, now, done.Next.State);
                return await work.Commit(alert.Id);
            case AlertOutcome.Already: return new AlertResult.Told(alert);
            case AlertOutcome.Refused refused: return new AlertResult.Refused(refused.Why);
            case var unknown: throw new InvalidOperationException($"Nothing is written for {unknown}.");
        }
    }

    /// <summary>A closed round stands still at its end.</summary>
    private static long Now(RoundInfo round)
    {
        var now = round.Clock.GetUtcNow();
        return (round.ClosedAt is { } closed && closed < now ? closed : now).ToUnixTimeMilliseconds();
    }
}
