using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using QRCoder;
using ScreenOps.Core.CheckIn;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.CheckIn;

/// <summary>A public key as RFC 7517 writes it.</summary>
internal sealed record Jwk(string Kty, string Crv, string Kid, string Alg, string Use, string X, string Y);

internal sealed record JwkSet(IReadOnlyList<Jwk> Keys);

internal sealed record PassText(string? Text);

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

    /// <summary>A pass as a picture. It is posted, so that it stands in no address and no log of addresses.</summary>
    public static Results<ContentHttpResult, ProblemHttpResult> Picture(PassText pass, Passes passes) => passes.Read(pass.Text ?? "") switch
    {
        PassReading.Valid or PassReading.Expired => TypedResults.Content(Qr.Of(pass.Text!, QRCodeGenerator.ECCLevel.M).Svg(), "image/svg+xml; charset=utf-8"),
        var other => TypedResults.Problem(TicketEndpoints.Words(other), statusCode: 422, title: "Not a pass of this server"),
    };
}
