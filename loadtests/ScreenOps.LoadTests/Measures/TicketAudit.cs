using Dapper;
using Npgsql;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Measures;

/// <summary>Whether every ticket that a resident was told stands in the ledger as it was told, once, and no number of a site was given twice.</summary>
internal static class TicketAudit
{
    private sealed record Row(Guid Person, string Site, int Ticket);

    public static async Task Into(Sheet sheet, Stage stage, Morning morning, IReadOnlyCollection<(Guid Person, Told Told)> told, CancellationToken cancel)
    {
        var rows = (await Ledger(stage.Postgres!, await morning.Api.District(cancel), morning.Round, cancel)).ToLookup(r => r.Person);
        (sheet.Acked, sheet.Lost, sheet.Doubled) = (told.Count, 0, 0);
        foreach (var (person, ticket) in told)
        {
            var stands = rows[person].ToList();
            if (!stands.Exists(r => r.Site == ticket.Site && r.Ticket == ticket.Ticket)) sheet.Lost++;
            sheet.Doubled += Math.Max(0, stands.Count - 1);
        }
        var twice = rows.SelectMany(r => r).GroupBy(r => (r.Site, r.Ticket)).Count(g => g.Count() > 1);
        if (twice > 0) sheet.Fault($"{twice:N0} tickets of a site were given to more than one person");
        foreach (var difference in (await morning.Api.Verify(cancel)).Differences) sheet.Fault(difference);
    }

    private static async Task<IEnumerable<Row>> Ledger(string postgres, string district, int round, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        return await connection.QueryAsync<Row>(new CommandDefinition("""
            select person, site, ticket from ledger where district = @district and round = @round and person is not null and refusal is null and kind = 1
            """, new { district, round }, commandTimeout: 300, cancellationToken: cancel));
    }
}
