using Dapper;
using Npgsql;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.CheckIn;

/// <summary>The districts' rules of who goes before, at most a second old.</summary>
internal sealed class PriorityRules(NpgsqlDataSource postgres, TimeProvider time)
{
    private readonly Held<string, PriorityRule> rules = new(async (district, limit) =>
    {
        await using var connection = await postgres.OpenConnectionAsync(limit);
        return await connection.QuerySingleAsync<PriorityRule>(new CommandDefinition("select priority_every as Every, priority_age as Age from districts where code = @district", new { district }, cancellationToken: limit));
    }, time);

    public ValueTask<PriorityRule> Of(string district) => rules.Get(district);

    public async Task Set(string district, PriorityRule rule, CancellationToken cancel)
    {
        await using var connection = await postgres.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition("update districts set priority_every = @Every, priority_age = @Age where code = @district", new { district, rule.Every, rule.Age }, cancellationToken: cancel));
        rules.Forget(d => d == district);
    }
}
