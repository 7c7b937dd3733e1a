using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using QRCoder;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>A public key as RFC 7517 writes it.</summary>
internal sealed record Jwk(string Kty, string Crv, string Kid, string Alg, string Use, string X, string Y);

internal sealed record JwkSet(IReadOnlyList<Jwk> Keys);

internal sealed record PassText(string? Text);

/// <param name="Id">Of the new pass, made by whoever asks.</param>
/// <param name="Kind">resident or household.</param>
internal sealed record ReissueOrder(Guid Id, string? Kind);

internal static class PassEndpoints
{
    /// <summary>What a tablet needs to tell real passes from forged without a network.</summary>
    public static FileContentHttpResult Keys(PassKeys keys, HttpContext context)
    {
        var set = new JwkSet([.. keys.All.Select(k => new Jwk("EC", "P-256", k.IdText, "ES256", "sig", k.X, k.Y))]);
        context.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Bytes(JsonSerializer.SerializeToUtf8Bytes(set, JsonSerializerOptions.Web), "application/jwk-set+json",
            entityTag: new EntityTagHeaderValue($"\"{string.Join('-', set.Keys.Select(k => k.Kid))}\""));
    }

    /// <summary>What a tablet needs to refuse a revoked pass without a network: the beginnings of the ids of those that would still hold.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Revoked(string? district, RoundBook rounds, Revocations revocations, HttpContext context)
    {
        if (await rounds.Named(district) is not { } named) return TypedResults.Problem("There is no such district; leave ?district= away for the first one.", statusCode: 404, title: "No such district");
        var list = await revocations.Of(named);
        context.Response.Headers.CacheControl = "public, max-age=10";
        return TypedResults.Bytes(list, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(list).AsSpan(0, 12))}\""));
    }

    /// <summary>The own pass of a member of the staff, who shows it at a post.</summary>
    public static async Task<Results<Ok<PassShown>, ProblemHttpResult>> Own(ClaimsPrincipal who, Passes passes, CancellationToken cancel) =>
        await passes.OfMember(who.District(), who.Member()!.Value, who.Identity?.Name ?? who.FindFirstValue(Who.NameClaim) ?? "", cancel) is { } pass ? TypedResults.Ok(pass)
            : TypedResults.Problem("You are no longer on the roster; ask the command centre.", statusCode: 404, title: "Not on the roster");

    /// <summary>A new pass for a resident who lost the old one, which ends with it. Sent twice with the same id it is the same pass.</summary>
    public static async Task<Results<Ok<PassShown>, ProblemHttpResult>> Reissue(
        Guid resident, ReissueOrder order, ClaimsPrincipal who, Register register, Passes passes, CancellationToken cancel)
    {
        PassKind? kind = order.Kind?.ToUpperInvariant() switch { null or "RESIDENT" => PassKind.Resident, "HOUSEHOLD" => PassKind.Household, _ => null };
        if (kind is null || order.Id == Guid.Empty) return TypedResults.Problem("id is a new one, made by you; kind is resident or household.", statusCode: 400, title: "Not understood");
        return await register.Known(who.District(), resident, cancel) is { } person && await passes.Reissue(who.District(), order.Id, person, kind.Value, cancel) is { } pass ? TypedResults.Ok(pass)
            : TypedResults.Problem("There is no such resident in this district, or this id is of another pass or of one that was replaced since.", statusCode: 404, title: "No pass was issued");
    }

    /// <summary>A pass as a picture. It is posted, so that it stands in no address and no log of addresses.</summary>
    public static Results<ContentHttpResult, ProblemHttpResult> Picture(PassText pass, Passes passes) => passes.Read(pass.Text ?? "") switch
    {
        PassReading.Valid or PassReading.Expired => TypedResults.Content(Qr.Of(pass.Text!, QRCodeGenerator.ECCLevel.M).Svg(), "image/svg+xml; charset=utf-8"),
        var other => TypedResults.Problem(TicketEndpoints.Words(other), statusCode: 422, title: "Not a pass of this server"),
    };
}
