using ScreenOps.Core.CheckIn;

namespace ScreenOps.Server.CheckIn;

internal sealed record FamilyMember(string? Identity, string? Name);

/// <summary>Several people of a household by one phone: each with an identity number, or, once they are registered, by their passes.</summary>
internal sealed record FamilyOrder(IReadOnlyList<FamilyMember>? People, IReadOnlyList<string>? Passes, string? Phone, bool? Consent, bool? Rehearsal, string? Presence = null);

/// <summary>In the order of the people that were told.</summary>
internal sealed record FamilyShown(IReadOnlyList<TicketShown> Tickets);

/// <summary>People of a household before the poster with one phone.</summary>
internal sealed class Families(Door door)
{
    /// <summary>A bound on what one phone registers at once; the form's size is bounded too.</summary>
    private const int Most = 8;

    /// <summary>
    /// Tickets for a family, one behind the other. What is wrong with anybody is told before anybody is registered; then the first who gets no ticket ends it, and
    /// sent again, those before have theirs.
    /// </summary>
    public async Task<(IReadOnlyList<TicketShown> Tickets, TicketOutcome? Why)> Take(string? named, string code, FamilyOrder family, CancellationToken cancel)
    {
        if (family.Passes is { Count: > Most } || family.People is { Count: > Most } || (family.Passes ?? []).Count + (family.People ?? []).Count == 0)
            return ([], new TicketOutcome.Wrong(new Dictionary<string, string[]> { ["people"] = [$"1 to {Most} people at once."] }));
        var orders = (family.Passes ?? []).Select(pass => new TicketOrder(pass, null, null, null, null, null, family.Rehearsal, family.Presence))
            .Concat((family.People ?? []).Select(p => new TicketOrder(null, p.Identity ?? "", null, family.Phone, p.Name, family.Consent, family.Rehearsal, family.Presence))).ToList();
        if (Wrong(orders) is { } wrong) return ([], wrong);
        var tickets = new List<TicketShown>();
        foreach (var order in orders)
        {
            var outcome = await door.Take(named, code, order, cancel);
            if (outcome is not TicketOutcome.Taken taken) return (tickets, outcome);
            tickets.Add(taken.Ticket);
        }
        return (tickets, null);
    }

    /// <summary>All that is wrong with the forms, each at its person: people[1].identity; what concerns all, such as the phone, once.</summary>
    private static TicketOutcome.Wrong? Wrong(List<TicketOrder> orders)
    {
        var wrong = new Dictionary<string, string[]>();
        foreach (var (order, i) in orders.Where(o => o.Pass is null).Select((o, i) => (o, i)))
        {
            Registration.Judge(order.Identity, null, order.Phone, order.Name, order.Consent ?? false, out var cures);
            foreach (var (field, words) in cures) wrong[field is "identity" or "name" ? $"people[{i}].{field}" : field] = words;
        }
        return wrong.Count > 0 ? new(wrong) : null;
    }
}
