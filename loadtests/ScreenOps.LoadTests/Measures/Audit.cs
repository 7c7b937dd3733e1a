using Dapper;
using Npgsql;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Measures;

/// <summary>Whether what the tablets were acknowledged stands in the ledger, each once, and ledger, live fold and board agree.</summary>
internal static class Audit
{
    /// <summary>Of tablets that were acknowledged all they made, numbers 1 to the last.</summary>
    public static async Task Into(Sheet sheet, Stage stage, Morning morning, CancellationToken cancel)
    {
        sheet.Acked = (sheet.Acked ?? 0) + morning.Tablets.Sum(t => t.Made);
        (sheet.Lost, sheet.Doubled) = (sheet.Lost ?? 0, sheet.Doubled ?? 0);
        if (stage.Postgres is { } postgres)
        {
            var rows = await Ledger(postgres, await morning.Api.District(cancel), morning.Round, cancel);
            foreach (var tablet in morning.Tablets)
            {
                var (numbers, all) = rows.GetValueOrDefault(tablet.Device);
                sheet.Lost += Math.Max(0, tablet.Made - numbers);
                sheet.Doubled += Math.Max(0, all - Math.Min(tablet.Made, numbers));
            }
        }
        else sheet.Note("The ledger was not read itself (no --postgres); its agreement with fold and board was asked of the server.");
        foreach (var difference in (await morning.Api.Verify(cancel)).Differences) sheet.Fault(difference);
    }

    private static async Task<Dictionary<Guid, (long Numbers, long Rows)>> Ledger(string postgres, string district, int round, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        return (await connection.QueryAsync<(Guid Device, long Numbers, long Rows)>(new CommandDefinition("""
            select device, count(distinct number) filter (where refusal is null), count(*) from ledger where district = @district and round = @round group by device
            """, new { district, round }, commandTimeout: 300, cancellationToken: cancel))).ToDictionary(r => r.Device, r => (r.Numbers, r.Rows));
    }
}
