using ScreenOps.Core.Counting;

namespace ScreenOps.Server.Counting;

/// <summary>Brings the rows that Undo takes back. It is rare: the live fold keeps no copy of every row for it, the ledger has them.</summary>
internal sealed class TakenBack(LedgerStore ledger, Pending pending, Folding folding)
{
    /// <summary>Those that are committed.</summary>
    public async Task<IReadOnlyList<LedgerRow>> Rows(IReadOnlyList<Sending> sendings, CancellationToken cancel)
    {
        var wanted = sendings.Where(s => s.TakesBack).SelectMany(s => s.Bookings).Where(b => b.Command.Kind == CountKind.Undo).Select(b => (b.Device, b.Command.N)).Distinct().ToList();
        return wanted.Count == 0 ? [] : await ledger.Rows(wanted, cancel);
    }

    /// <summary>All of them: the script met one that is applied and not committed yet, so it is pending. One that is in neither place calls for a fold.</summary>
    public async Task<IReadOnlyList<LedgerRow>> Find(string district, long epoch, bool again, IReadOnlyList<Sending> sendings, CancellationToken cancel)
    {
        if (again || !await pending.Commit(district, epoch, long.MaxValue, cancel))
            await folding.Fold(district, epoch, "what an Undo takes back stands neither in the ledger nor among the pending values", cancel);
        return await Rows(sendings, cancel);
    }
}
