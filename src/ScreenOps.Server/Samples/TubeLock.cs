using Dapper;
using Npgsql;
using ScreenOps.Core.Samples;

namespace ScreenOps.Server.Samples;

/// <param name="State">Putting, In or Leaving.</param>
internal sealed record TubePlace(Guid Person, string Barcode, string State, int Ticket, long Made, Guid Act);

/// <summary>
/// A transaction that holds the tubes an act is about, in the order of their barcodes, and shows the place of its person and what was recorded of the act before:
/// what the rules decide on stands until it is written. Without <see cref="Commit"/> nothing is.
/// </summary>
internal sealed class TubeLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly string district;
    private readonly Dictionary<string, Tube> tubes;

    private TubeLock(NpgsqlConnection connection, NpgsqlTransaction transaction, string district, Dictionary<string, Tube> tubes, TubePlace? place, string? recorded) =>
        (this.connection, this.transaction, this.district, this.tubes, Place, Recorded) = (connection, transaction, district, tubes, place, recorded);

    public TubePlace? Place { get; }

    /// <summary>The kind under which this act was recorded before; null: it is new.</summary>
    public string? Recorded { get; }

    public Tube? this[string? barcode] => barcode is null ? null : tubes.GetValueOrDefault(barcode);

    public static async Task<TubeLock> Take(NpgsqlDataSource postgres, string district, int round, IEnumerable<string> barcodes, Guid? person, Guid? act, CancellationToken cancel)
    {
        var connection = await postgres.OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            await using var read = await connection.QueryMultipleAsync(new CommandDefinition("""
                select barcode, round, site, size, filled, state, box from tubes where district = @district and barcode = any(@barcodes) order by barcode for update;
                select person, barcode, state, ticket, made, act from tube_places where district = @district and round = @round and person = @person;
                select kind from tube_acts where id = @act and district = @district
                """, new { district, round, barcodes = barcodes.Distinct().ToArray(), person, act }, transaction, cancellationToken: cancel));
            var tubes = (await read.ReadAsync<(string Barcode, int Round, string Site, int Size, int Filled, string State, string? Box)>())
                .ToDictionary(t => t.Barcode, t => new Tube(t.Barcode, t.Round, t.Site, t.Size, t.Filled, Enum.Parse<TubeState>(t.State), t.Box));
            var place = await read.ReadSingleOrDefaultAsync<TubePlace>();
            return new(connection, transaction, district, tubes, place, await read.ReadSingleOrDefaultAsync<string>());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<int> Write(string sql, object values, CancellationToken cancel) => connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancel));

    /// <summary>Writes how full it is now, and its transport clock from who is in it.</summary>
    public Task Keep(Tube tube, CancellationToken cancel) => Write("""
        update tubes set filled = @Filled, state = @state, box = @Box,
            first_swab = (select min(made) from tube_places p where p.district = tubes.district and p.barcode = tubes.barcode)
        where district = @district and barcode = @Barcode
        """, new { district, tube.Barcode, tube.Filled, state = tube.State.ToString(), tube.Box }, cancel);

    public Task Commit(CancellationToken cancel) => transaction.CommitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
