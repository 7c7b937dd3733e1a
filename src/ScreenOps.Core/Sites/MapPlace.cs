namespace ScreenOps.Core.Sites;

/// <summary>A place in degrees.</summary>
public readonly record struct MapPlace(double Latitude, double Longitude);

/// <summary>
/// WGS-84 as map apps of the mainland want it: GCJ-02 (AMap, Tencent) is WGS-84 bent by some hundred metres, by the formula that all open implementations
/// share; BD-09 (Baidu) is GCJ-02 bent once more. Outside the mainland nothing is bent.
/// </summary>
public static class MapPlaces
{
    // The Krasovsky ellipsoid: its semi-major axis in metres and its first eccentricity, squared.
    private const double Axis = 6378245.0, Eccentricity = 0.00669342162296594323;

    public static MapPlace Gcj02(double latitude, double longitude)
    {
        if (latitude is < 0.8293 or > 55.8271 || longitude is < 72.004 or > 137.8347) return new(latitude, longitude);
        var (x, y, lat) = (longitude - 105, latitude - 35, double.DegreesToRadians(latitude));
        var magic = 1 - Eccentricity * Math.Sin(lat) * Math.Sin(lat);
        var north = double.RadiansToDegrees(North(x, y) / (Axis * (1 - Eccentricity) / (magic * Math.Sqrt(magic))));
        var east = double.RadiansToDegrees(East(x, y) / (Axis / Math.Sqrt(magic) * Math.Cos(lat)));
        return new(latitude + north, longitude + east);
    }

    public static MapPlace Bd09(double latitude, double longitude)
    {
        var (y, x) = Gcj02(latitude, longitude);
        const double Turn = Math.PI * 3000 / 180;
        var far = Math.Sqrt(x * x + y * y) + 0.00002 * Math.Sin(y * Turn);
        var angle = Math.Atan2(y, x) + 0.000003 * Math.Cos(x * Turn);
        return new(far * Math.Sin(angle) + 0.006, far * Math.Cos(angle) + 0.0065);
    }

    private static double North(double x, double y) => -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.Sqrt(Math.Abs(x))
        + (20 * Sin(6 * x) + 20 * Sin(2 * x) + 20 * Sin(y) + 40 * Sin(y / 3) + 160 * Sin(y / 12) + 320 * Sin(y / 30)) * 2 / 3;

    private static double East(double x, double y) => 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.Sqrt(Math.Abs(x))
        + (20 * Sin(6 * x) + 20 * Sin(2 * x) + 20 * Sin(x) + 40 * Sin(x / 3) + 150 * Sin(x / 12) + 300 * Sin(x / 30)) * 2 / 3;

    private static double Sin(double halfTurns) => Math.Sin(halfTurns * Math.PI);
}
