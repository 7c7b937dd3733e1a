namespace ScreenOps.Core.Board;

/// <summary>
/// A queue that has settled: M/M/c, people come at random (Poisson) and are served by equal servers in times that are exponential.
/// After A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges" (1917);
/// in the form of L. Kleinrock, Queueing Systems I (1975), section 3.5. A morning's rush never settles: its wait is a fluid's, see <see cref="Waits"/>.
/// </summary>
/// <param name="ErlangC">The part of people who wait at all, 0 to 1.</param>
/// <param name="MeanWaitMinutes">Of everybody, those who do not wait among them.</param>
/// <param name="MeanQueue">People who wait, those being served left out.</param>
public sealed record SteadyState(double ErlangC, double MeanWaitMinutes, double MeanQueue)
{
    /// <summary>Null: as many come as can be served or more, and the queue grows for ever.</summary>
    /// <param name="perServer">People an hour that one server serves; above 0.</param>
    public static SteadyState? Of(int servers, double perServer, double arrivalsPerHour)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perServer);
        ArgumentOutOfRangeException.ThrowIfNegative(arrivalsPerHour);
        var load = arrivalsPerHour / perServer;
        if (load >= servers) return null;
        // Erlang's B server by server: the sums of powers over factorials in the textbook form overflow from some 170 servers on.
        var blocked = 1.0;
        for (var n = 1; n <= servers; n++) blocked = load * blocked / (n + load * blocked);
        var waits = servers * blocked / (servers - load * (1 - blocked));
        var meanHours = waits / (servers * perServer - arrivalsPerHour);
        return new(waits, meanHours * 60, arrivalsPerHour * meanHours);
    }
}
