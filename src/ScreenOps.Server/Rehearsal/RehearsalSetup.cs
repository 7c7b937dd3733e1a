namespace ScreenOps.Server.Rehearsal;

internal static class RehearsalSetup
{
    public static WebApplicationBuilder AddRehearsal(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapRehearsal(this WebApplication app) => app;
}
