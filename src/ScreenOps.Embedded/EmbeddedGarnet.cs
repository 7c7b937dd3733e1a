using Garnet;

namespace ScreenOps.Embedded;

/// <summary>Garnet in this process, speaking the Redis protocol on a free loopback port. It keeps nothing: the live fold is rebuilt from the ledger.</summary>
public sealed class EmbeddedGarnet : IDisposable
{
    private readonly GarnetServer server;

    private EmbeddedGarnet(GarnetServer server, int port) => (this.server, Port) = (server, port);

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static EmbeddedGarnet Start()
    {
        var port = LoopbackPort.Free();
        // Without lua-transaction-mode a script may lose updates that run beside it.
        var console = Console.Out;
        // It draws its name on the console, with no way to say no.
        Console.SetOut(TextWriter.Null);
        try
        {
            var server = new GarnetServer(["--port", $"{port}", "--bind", "127.0.0.1", "--lua", "--lua-transaction-mode", "--memory", "256m", "--index", "16m", "--logger-level", "Error"]);
            server.Start();
            return new(server, port);
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    public void Dispose() => server.Dispose();
}
