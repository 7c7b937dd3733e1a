namespace ScreenOps.Server.Board;

internal static class BoardSetup
{
    public static WebApplicationBuilder AddBoard(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapBoard(this WebApplication app) => app;
}
