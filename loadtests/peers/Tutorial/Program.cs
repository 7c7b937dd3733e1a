using Npgsql;
using StackExchange.Redis;
using Tutorial;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR(hub => hub.MaximumParallelInvocationsPerClient = 16).AddMessagePackProtocol();
builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis")!));
builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Postgres")!));

var app = builder.Build();
await using (var make = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(CountHub.Table)) await make.ExecuteNonQueryAsync();
app.MapHub<CountHub>("/counts");
await app.RunAsync();
