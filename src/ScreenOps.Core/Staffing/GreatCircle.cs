namespace ScreenOps.Core.Staffing;

public static class GreatCircle
{
    /// <summary>The earth's mean radius, in kilometres.</summary>
    public const double Radius = 6371.0088;

    /// <summary>Kilometres between two places in WGS-84 degrees, by the haversine formula.</summary>
    public static double Km(double latitude, double longitude, double toLatitude, double toLongitude)
    {
        var (a, b) = (double.DegreesToRadians(latitude), double.DegreesToRadians(toLatitude));
        var across = Math.Sin(double.DegreesToRadians(toLongitude - longitude) / 2);
        var up = Math.Sin((b - a) / 2);
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(up * up + Math.Cos(a) * Math.Cos(b) * across * across)));
    }
}
