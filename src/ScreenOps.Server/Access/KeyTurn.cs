using Dapper;
using Npgsql;

namespace ScreenOps.Server.Access;

/// <summary>Servers take turns in changing the files of keys that they share: a key that another's write took away would open, or prove, nothing of what it was used for.</summary>
internal static class KeyTurn
{
    /// <summary>Of the advisory lock under which such a file is read and written.</summary>
    private const long Turn = 0x5343_5256_4155_4c01;

    /// <summary>Its end lets the next server.</summary>
    public static async Task<NpgsqlTransaction> Take(NpgsqlConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Turn)", new { Turn }, transaction, cancellationToken: cancel));
        return transaction;
    }
}
