using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using StackExchange.Redis;

namespace ScreenOps.Server.Platform;

/// <summary>An exception as its caller sees it: a request that asks for what cannot be is told why, an engine that is away is told as that, all else is ours and says nothing.</summary>
internal sealed class Problems(IProblemDetailsService problems) : IExceptionHandler
{
    private const string RetrySeconds = "3";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        if (Told(exception) is not var (status, title, detail)) return false;
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetrySeconds;
        return await problems.TryWriteAsync(new() { HttpContext = context, Exception = exception, ProblemDetails = { Status = status, Title = title, Detail = detail } });
    }

    private static (int Status, string Title, string Detail)? Told(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: NullFoundException missing } => (400, "The body cannot be read", $"At {missing.Path} {missing.Message}; /openapi shows the shape."),
        BadHttpRequestException { InnerException: JsonException json } => (400, "The body cannot be read", $"It is not JSON of the shape that this route takes{(json.Path is { } at ? $", at {at}" : "")}; /openapi shows the shape."),
        BadHttpRequestException bad => (bad.StatusCode, "Not so", bad.Message),
        // What fits the form may still be nothing that a database holds: a text with NUL in it, a number or a date beyond its range.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DatetimeFieldOverflow } =>
            (400, "Not so", "A value cannot be stored: a text holds a character that is none, or a number or a date is out of any range."),
        PostgresException { IsTransient: false } => null,
        NpgsqlException => (503, "The database does not answer", "Try again in a few seconds. What a tablet counted is kept on it meanwhile."),
        RedisException or RedisTimeoutException => (503, "The live fold does not answer", "Try again in a few seconds. What is counted goes on being kept in the ledger."),
        _ => null,
    };
}
