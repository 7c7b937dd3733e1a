using ScreenOps.Core.Districts;
using ScreenOps.Core.Rehearsal;

namespace ScreenOps.Server.Rehearsal;

/// <summary>
/// The people of a rehearsal: what each says of the own duty reaches the command centre, who marks it; who is asked to step in answers on a page of the own.
/// What is refused, because somebody else has acted meanwhile, is left.
/// </summary>
internal sealed class PeoplePlayer(RehearsalApi api, int round, IReadOnlyList<RehearsedAct> acts, long midnight, RoundClock clock, int seed, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2), Nap = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<(string Asking, Guid Member), (bool Yes, long At)> asked = [];
    private readonly Dice dice = new((ulong)seed + 1);
    private long looked;

    public int Said { get; private set; }

    public async Task Play(CancellationToken stop)
    {
        for (var next = 0; next < acts.Count;)
        {
            if (midnight + acts[next].Second * 1000L is var due && due <= Now)
            {
                if (await api.Mark(round, acts[next], stop)) Said++;
                next++;
            }
            else await Rest(due, stop);
            if (time.GetElapsedTime(looked) >= Between) await Answer(stop);
        }
        // Whoever was asked before the last of them came still makes up their mind.
        while (await Answer(stop)) await Task.Delay(Nap, time, stop);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Task Rest(long due, CancellationToken stop)
    {
        var rest = TimeSpan.FromMilliseconds(Math.Max(1, (due - Now) / clock.Speed));
        return Task.Delay(rest < Nap ? rest : Nap, time, stop);
    }

    /// <summary>Looks who is asked now, and answers for those whose time to answer has come. False: there is nobody whose time is yet to come.</summary>
    private async Task<bool> Answer(CancellationToken stop)
    {
        looked = time.GetTimestamp();
        var thinking = false;
        foreach (var offer in await api.Offers(round, stop))
        {
            if (!asked.TryGetValue(offer, out var mind))
            {
                var (yes, after) = PeopleMorning.Asked(dice);
                asked[offer] = mind = (yes, Now + after * 1000L);
            }
            if (Now < mind.At) thinking = true;
            else if (await api.AnswerOffer(offer.Asking, offer.Member, mind.Yes, stop)) Said++;
        }
        return thinking;
    }
}
