using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

public sealed class PresenceCodeTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], Other = new byte[32];
    private static readonly DateTimeOffset Now = new(2022, 8, 14, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_photo_of_the_code_is_dead_within_a_minute_of_being_taken_also_of_a_screen_whose_clock_is_half_a_minute_off()
    {
        // Taken at any moment of the code's time on the screen, it is looked at whether it still holds a minute later.
        for (var taken = 0; taken < 10; taken++)
            for (var off = -30; off <= 30; off++)
                Assert.False(PresenceCode.Holds(Key, "D", "S1", PresenceCode.At(Key, "D", "S1", Now.AddSeconds(taken + off)), Now.AddSeconds(taken + 60)), $"{off} s off at {taken} s");
    }

    [Fact]
    public void A_code_holds_for_a_minute_in_all_half_of_it_before_its_time()
    {
        var code = PresenceCode.At(Key, "D", "S1", Now);
        var held = Enumerable.Range(-1200, 2400).Where(tenth => PresenceCode.Holds(Key, "D", "S1", code, Now.AddMilliseconds(100 * tenth))).ToList();
        Assert.Equal((-300, 299, 600), (held[0], held[^1], held.Count));
        // A screen that is half a minute ahead shows codes that hold at once; and whoever scans has twenty seconds.
        for (var at = 0; at < 10; at++)
            for (var off = -20; off <= 30; off++) Assert.True(PresenceCode.Holds(Key, "D", "S1", PresenceCode.At(Key, "D", "S1", Now.AddSeconds(at + off)), Now.AddSeconds(at)), $"{off} s at {at} s");
    }

    [Fact]
    public void A_code_is_of_its_site_district_and_key_alone()
    {
        var code = PresenceCode.At(Key, "D", "S1", Now);
        Assert.Matches("^[0-9a-hjkmnp-tv-z]{8}$", code);
        Assert.False(PresenceCode.Holds(Key, "D", "S2", code, Now));
        Assert.False(PresenceCode.Holds(Key, "E", "S1", code, Now));
        Assert.False(PresenceCode.Holds(Other, "D", "S1", code, Now));
        Assert.False(PresenceCode.Holds(Key, "D", "S1", "", Now));
    }

    [Fact]
    public void Who_scanned_in_time_has_a_quarter_of_an_hour_for_the_form_and_not_for_another_site()
    {
        var stamp = PresenceCode.Stamp(Key, "D", "S1", Now);
        Assert.True(PresenceCode.StampHolds(Key, "D", "S1", stamp, Now.AddMinutes(14)));
        Assert.False(PresenceCode.StampHolds(Key, "D", "S1", stamp, Now.AddMinutes(15)));
        Assert.False(PresenceCode.StampHolds(Key, "D", "S2", stamp, Now));
        foreach (var wrong in new[] { "", "1", "1.2.3", "9999999999." + stamp.Split('.')[1], stamp + "x", "-5.x" }) Assert.False(PresenceCode.StampHolds(Key, "D", "S1", wrong, Now));
    }
}
