using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Sites;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Districts;

/// <summary>What is remembered of districts, rounds and sites follows what others change because it is told, and not because it grew old: on this clock nothing does.</summary>
public sealed class BookTests(RealEngines engines)
{
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    [Fact]
    public async Task What_another_server_changes_is_told_and_what_was_missed_is_read_when_the_line_comes_back()
    {
        var district = await BoardDistrict.Make(engines);
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        var book = new RoundBook(source, new StoppedClock());
        var sites = new SiteBook(source, new StoppedClock(), book);
        using var news = new BookNews(book, source, TimeProvider.System, NullLogger<BookNews>.Instance);
        await news.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.True(() => Task.FromResult(book.Told), "a line to hear on");
        Assert.Equal(("one", 3), await Seen());
        Assert.Same(await book.Rounds(district.Code), await book.Rounds(district.Code));

        await district.Do("update rounds set name = 'two' where district = @code and id = 1");
        await Eventually.True(async () => await Seen() == ("two", 3), "the round's new name");
        await district.Do("delete from round_sites where district = @code and site = 'S3'");
        await Eventually.True(async () => await Seen() == ("two", 2), "one site less");

        await district.Do("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen screenops_books%'; update rounds set name = 'three' where district = @code and id = 1");
        await Eventually.True(async () => await Seen() == ("three", 2), "what was changed while nobody heard");
        await news.StopAsync(TestContext.Current.CancellationToken);

        async Task<(string, int)> Seen() => ((await book.Round(district.Code, 1))!.Name, (await sites.Sites(district.Code, 1)).Count);
    }
}
