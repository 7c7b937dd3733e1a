using Microsoft.AspNetCore.SignalR;
using Npgsql;
using StackExchange.Redis;

namespace Tutorial;

public sealed record CountCommand(Guid Device, long Number, string Site, string Kind, int N, long Made);

public sealed record Changed(string Site, string Kind, long Total, long Made);

public sealed class CountHub(IConnectionMultiplexer redis, NpgsqlDataSource postgres) : Hub
{
    public const string Table = """
        create table if not exists counts (
            id bigint generated always as identity primary key, device uuid not null, number bigint not null, site text not null, kind text not null, n int not null, made bigint not null
        )
        """;

    public Task Watch(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public async Task<long> Count(CountCommand count)
    {
        var total = await redis.GetDatabase().HashIncrementAsync($"site:{count.Site}", count.Kind, count.N);
        await using var insert = postgres.CreateCommand("insert into counts (device, number, site, kind, n, made) values ($1, $2, $3, $4, $5, $6)");
        insert.Parameters.AddWithValue(count.Device);
        insert.Parameters.AddWithValue(count.Number);
        insert.Parameters.AddWithValue(count.Site);
        insert.Parameters.AddWithValue(count.Kind);
        insert.Parameters.AddWithValue(count.N);
        insert.Parameters.AddWithValue(count.Made);
        await insert.ExecuteNonQueryAsync();
        await Clients.Groups("district", $"site:{count.Site}").SendAsync("Changed", new Changed(count.Site, count.Kind, total, count.Made));
        return total;
    }
}
