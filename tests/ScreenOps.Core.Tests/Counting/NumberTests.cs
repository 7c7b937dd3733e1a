using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Counting;

/// <summary>A device numbers its commands 1, 2, 3 … and each is booked once, in turn.</summary>
public sealed class NumberTests
{
    private readonly Telling told = new();

    [Fact]
    public void A_number_that_was_booked_is_a_repeat_and_changes_nothing()
    {
        told.Arrived(4, 1);
        Assert.IsType<BookingAnswer.Repeat>(told.Book(1, CountKind.Arrived, 4, 1));
        Assert.Equal((4, 1), (told.Site().Arrived, told.Site().Version));
    }

    [Fact]
    public void A_number_too_high_is_a_gap_that_names_the_one_to_send()
    {
        told.Arrived(4, 1);
        Assert.Equal(2, Assert.IsType<BookingAnswer.Gap>(told.Book(3, CountKind.Arrived, 4, 1)).Expected);
        Assert.Equal(1, told.Fold.Numbers[Telling.Tablet]);
    }

    [Theory]
    [InlineData(Refusal.RoundSealed), InlineData(Refusal.RoundNotOpen), InlineData(Refusal.UnknownSite), InlineData(Refusal.BadAmount)]
    public void What_is_refused_uses_up_its_number_and_does_nothing_else(string refusal)
    {
        var row = told.Tell(CountKind.Arrived, 4, 1, refusal: refusal)[0];
        Assert.Equal((refusal, null, 0L), (row.Refusal, row.Version, row.QueueEffect));
        Assert.Equal((0, 0), (told.Site().Arrived, told.Site().Version));
        Assert.Equal(2, told.Arrived(1, 2).Number);
    }

    [Fact]
    public void Devices_count_for_themselves_and_a_site_counts_its_versions()
    {
        told.Arrived(1, 1);
        var other = told.Tell(CountKind.Arrived, 1, 1, device: Guid.NewGuid())[0];
        Assert.Equal((1L, 2L, 2L), (other.Number, other.Version, other.Order));
        Assert.Equal(1, told.Tell(CountKind.Arrived, 1, 1, site: "S2")[0].Version);
    }

    [Fact]
    public void A_device_whose_rows_are_gone_goes_on_where_it_was()
    {
        told.Fold.Know(Telling.Tablet, 7);
        Assert.IsType<BookingAnswer.Repeat>(told.Book(7, CountKind.Arrived, 1, 1));
        Assert.IsType<BookingAnswer.Booked>(told.Book(8, CountKind.Arrived, 1, 1));
    }

    [Fact]
    public void A_row_is_read_from_its_text_as_it_was_written()
    {
        var rows = new[] { told.Arrived(4, 1), told.Counted(2, 2), told.Undo(2, 3), told.Person(CountKind.Arrived, Guid.NewGuid(), 4)[0], told.Tell(CountKind.Left, 1, 5, refusal: Refusal.OtherSite)[0] };
        Assert.Equal(rows, LedgerRow.ParseAll(string.Join('\n', rows.Select(r => r.ToString()))));
    }
}
