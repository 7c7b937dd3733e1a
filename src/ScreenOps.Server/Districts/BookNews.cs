using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>Hears what any server changed of districts, rounds, shifts or sites. While it hears, what is remembered need not be read anew each second.</summary>
internal sealed class BookNews(RoundBook book, NpgsqlDataSource postgres, TimeProvider time, ILogger<BookNews> log) : DatabaseNews("screenops_books", postgres, time, log)
{
    protected override void Heard(string? news)
    {
        book.Told = true;
        book.Forget(news);
    }

    protected override void Lost(Exception e)
    {
        book.Told = false;
        log.BookNewsLost(e);
    }
}
