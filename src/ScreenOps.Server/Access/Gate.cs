using System.Security.Claims;
using Npgsql;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Access;

/// <summary>
/// Stands behind every sign-in: one that no longer holds is nobody's, a cookie acts only from our own pages, a first password must be changed
/// before anything else, and a grant of all districts acts in the one that it names.
/// </summary>
internal sealed class Gate(Standing standing, RoundBook districts, ILogger<Gate> log) : IMiddleware
{
    private const string DistrictHeader = "X-District", OwnHeader = "X-ScreenOps", LineHeader = "X-Requested-With";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated != true) await next(context);
        else if (await Refusal(context) is { } refused) await Refuse(context, refused);
        else await next(context);
    }

    private sealed record Refused(int Status, string Title, string Detail);

    private async ValueTask<Refused?> Refusal(HttpContext context)
    {
        try
        {
            if (!await standing.Holds(context.User)) context.User = Nobody();
            else if (FromElsewhere(context))
                return new(400, "Not from a page of this server", $"A change made with a cookie needs the header {OwnHeader}: 1; programs sign in with bearer: true instead.");
            else if (context.User.HasClaim(Who.MustChangeClaim, "true") && !context.Request.Path.StartsWithSegments("/api/v1/session"))
                return new(403, "Set a password of your own first", "This account has a first password that others know: PUT /api/v1/session/password, or sign in on the page /in.");
            else if (Enum.TryParse<Grant>(context.User.Grant(), out var grant) && grant.OfAllDistricts()) return await Choose(context, context.Request.Headers[DistrictHeader].ToString());
            return null;
        }
        catch (NpgsqlException e)
        {
            log.NotLookedUp(e);
            context.Response.Headers.RetryAfter = "3";
            return new(503, "The database does not answer", "Your sign-in could not be looked up; try again in a few seconds. What a tablet counted is kept on it meanwhile.");
        }
    }

    private static ClaimsPrincipal Nobody() => new(new ClaimsIdentity());

    /// <summary>Hub clients in browsers send a header of their own with what they post.</summary>
    private static bool FromElsewhere(HttpContext context)
    {
        var request = context.Request;
        return !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Cookies.ContainsKey(AccessSetup.CookieName)
            && request.Headers.Authorization.Count == 0 && !request.Headers.ContainsKey(OwnHeader) && !request.Headers.ContainsKey(LineHeader);
    }

    /// <summary>Who is of all districts and names none acts in the first; where there is none yet, in none.</summary>
    private async ValueTask<Refused?> Choose(HttpContext context, string named)
    {
        var known = await districts.Districts();
        if (named.Length > 0 && !known.Contains(named)) return new(404, "No such district", $"There is no district {named}; name another in the header {DistrictHeader}, or import it first.");
        if ((named.Length > 0 ? named : known.FirstOrDefault()) is not { } district) return null;
        var identity = new ClaimsIdentity(context.User.Claims.Where(c => c.Type != Who.DistrictClaim), context.User.Identity!.AuthenticationType);
        identity.AddClaim(new(Who.DistrictClaim, district));
        context.User = new(identity);
        return null;
    }

    private static Task Refuse(HttpContext context, Refused refused) =>
        TypedResults.Problem(refused.Detail, statusCode: refused.Status, title: refused.Title).ExecuteAsync(context);
}

/// <summary>Marks the routes that anybody may use, signed in or not; they are not told who asks.</summary>
internal sealed record OpenToAll;

/// <summary>Marks a document that is open to all and the same for all.</summary>
internal sealed record OpenRead;
