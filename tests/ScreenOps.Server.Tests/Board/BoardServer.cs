using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server.Tests.Board;

/// <summary>A server of the rooms that the board needs, on the run's engines; its senders say who they are.</summary>
internal sealed class BoardServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly DataFolder held;
    private readonly WebApplication app;

    private BoardServer(string folder, DataFolder held, WebApplication app) => (this.folder, this.held, this.app) = (folder, held, app);

    public Uri Address => new(app.Urls.First());

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<BoardServer> Start(string postgres, string redis, int port = 0)
    {
        var folder = Directory.CreateTempSubdirectory("screenops-board-").FullName;
        var held = DataFolder.Hold(folder);
        var builder = WebApplication.CreateBuilder(["--Logging:LogLevel:Default=None"]);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.AddPlatform(held, new() { Postgres = postgres, Redis = redis }).AddAccess().AddDistricts().AddSites().AddCounting().AddBoard();
        builder.Services.AddAuthentication(SaidSignIn.Scheme_).AddScheme<AuthenticationSchemeOptions, SaidSignIn>(SaidSignIn.Scheme_, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, p => p.AddAuthenticationSchemes(SaidSignIn.Scheme_).RequireAuthenticatedUser())
            .AddPolicy(Policies.Device, p => p.AddAuthenticationSchemes(SaidSignIn.Scheme_).RequireClaim(Who.DeviceClaim))
            .AddPolicy(Policies.Public, p => p.RequireAssertion(_ => true));
        var app = builder.Build();
        app.UseResponseCompression();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapCounting().MapBoard();
        await app.StartAsync();
        return new(folder, held, app);
    }

    public async Task<HubConnection> Line(string token, Action<SiteState[]>? changed = null, bool json = false)
    {
        var line = new HubConnectionBuilder().WithUrl(new Uri(Address, "/hubs/live"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(token));
        if (json) line.AddJsonProtocol(o => o.PayloadSerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        else line.AddMessagePackProtocol();
        var hub = line.Build();
        if (changed is not null) hub.On("Changed", changed);
        await hub.StartAsync();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        held.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

internal static class Lines
{
    public static Task<Snapshot> Watch(this HubConnection line, string scope) => line.InvokeAsync<Snapshot>("Watch", scope, TestContext.Current.CancellationToken);

    public static Task<CountReceipt[]> Tell(this HubConnection line, params CountCommand[] commands) =>
        line.InvokeAsync<CountReceipt[]>("Send", commands, TestContext.Current.CancellationToken);
}
