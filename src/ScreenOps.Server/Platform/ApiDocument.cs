using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace ScreenOps.Server.Platform;

/// <summary>The API as a document at /openapi/v1.json and as a page at /openapi, which fetches nothing from outside.</summary>
internal static class ApiDocument
{
    public const string Page = "/openapi";
    private const string Bearer = "Bearer";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options => options.AddDocumentTransformer(Describe).AddOperationTransformer(DescribeRefusal));

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new()
        {
            Title = "ScreenOps",
            Version = "1",
            Description = "Sign in with POST /api/v1/session and bearer: true, then send the token as Authorization: Bearer. Tablets and screens use the SignalR hub /hubs/live, which is not described here.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" } };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>Every refusal has one form.</summary>
    private static async Task DescribeRefusal(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancel);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused: the detail says why and what to do. 429 and 503 carry Retry-After.",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } },
        };
    }

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference(Page, options => options.WithTitle("ScreenOps API").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideClientButton().HideDeveloperTools().ExpandAllTags().WithNonce())
            .AllowAnonymous();
    }

    /// <summary>The page begins itself with a script in its own text, which carries a word that the answer's header allows this once.</summary>
    public static void AllowScript(HttpContext context) => context.Response.OnStarting(() =>
    {
        if (context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce) context.Response.Headers.ContentSecurityPolicy += $"; script-src 'self' 'nonce-{nonce}'";
        return Task.CompletedTask;
    });
}
