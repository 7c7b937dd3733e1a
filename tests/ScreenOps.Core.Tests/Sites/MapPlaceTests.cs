using ScreenOps.Core.Sites;
using ScreenOps.Core.Staffing;
using Xunit;

namespace ScreenOps.Core.Tests.Sites;

/// <summary>Against places whose bent coordinates are widely published.</summary>
public sealed class MapPlaceTests
{
    [Theory]
    [InlineData(31.1774276, 121.5272106, 31.17530398364597, 121.531541859215)]
    [InlineData(22.543847, 113.912316, 22.540796131694766, 113.9171764808363)]
    [InlineData(39.911954, 116.377817, 39.91334545536069, 116.38404722455657)]
    public void A_place_of_the_mainland_is_where_the_map_app_shows_it(double latitude, double longitude, double appLatitude, double appLongitude)
    {
        var shown = MapPlaces.Gcj02(latitude, longitude);
        Assert.InRange(GreatCircle.Km(shown.Latitude, shown.Longitude, appLatitude, appLongitude), 0, 0.0001);
    }

    [Fact]
    public void Elsewhere_nothing_is_bent() => Assert.Equal(new MapPlace(59.3293, 18.0686), MapPlaces.Gcj02(59.3293, 18.0686));

    [Fact]
    public void Baidu_bends_once_more_by_some_hundred_metres()
    {
        var (gcj, bd) = (MapPlaces.Gcj02(36.7, 117.5), MapPlaces.Bd09(36.7, 117.5));
        Assert.InRange(GreatCircle.Km(gcj.Latitude, gcj.Longitude, bd.Latitude, bd.Longitude), 0.5, 1.2);
        // AMap's 39.915 N, 116.404 E is Baidu's 39.9213 N, 116.4103 E.
        var beijing = MapPlaces.Bd09(39.913607, 116.397750);
        Assert.InRange(GreatCircle.Km(beijing.Latitude, beijing.Longitude, 39.92133, 116.41036), 0, 0.01);
    }
}
