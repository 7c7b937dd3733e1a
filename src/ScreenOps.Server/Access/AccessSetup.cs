using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

internal static class AccessSetup
{
    public const string CookieName = "screenops", PublicLimit = "public", PasswordLimit = "password", PasskeyLimit = "passkey", CodeLimit = "code";
    private const string Either = "cookie-or-bearer";

    /// <summary>Of what a browser says of a passkey: without an attestation it is some hundred bytes, and two thousand of the largest key.</summary>
    private const int CredentialBytes = 16 * 1024;

    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPasswordHasher<AccountInfo>, PasswordHasher<AccountInfo>>();
        Passkeys(services);
        services.AddSingleton<Accounts>().AddSingleton<OneTimeCodes>().AddSingleton<ServerToken>().AddSingleton<Devices>();
        services.AddSingleton<Standing>().AddSingleton<Gate>().AddSingleton<OpenLines>().AddHostedService(s => s.GetRequiredService<OpenLines>());
        services.AddSingleton<AccountBook>().AddSingleton<Unmasking>().AddSingleton<Audit>().AddSingleton<AuditNames>().AddSingleton<AuditAnchor>().AddHostedService(s => s.GetRequiredService<AuditAnchor>());
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PersonFiles>().AddSingleton<Retention>().AddHostedService(s => s.GetRequiredService<Retention>());
        services.AddSingleton<FailedSignIns>().AddHostedService(s => s.GetRequiredService<FailedSignIns>()).AddSingleton<Resealing>().AddHostedService(s => s.GetRequiredService<Resealing>());
        services.AddDataProtection().SetApplicationName("screenops");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = ActivatorUtilities.CreateInstance<KeyRepository>(s)));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 || HubToken(context.Request) is not null ? BearerTokenDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddBearerToken(o => o.Events.OnMessageReceived = context =>
            {
                context.Token ??= HubToken(context.Request);
                return Task.CompletedTask;
            })
            .AddCookie(Cookie);
        services.AddAuthorization(Rights);
        services.AddRateLimiter(RateLimits.Add);
        return builder;
    }

    /// <summary>The framework's check of passkeys over a store of ours, and of the rest of Identity what it is built from.</summary>
    private static void Passkeys(IServiceCollection services)
    {
        services.AddIdentityCore<AccountInfo>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<AccountInfo>, PasskeyHandler<AccountInfo>>();
        services.AddSingleton<PasskeyPlace>().AddSingleton<PasskeyBook>().AddSingleton<PasskeyAsks>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeyPlace, IOptions<AccessOptions>>((o, place, access) =>
        {
            (o.UserVerificationRequirement, o.ResidentKeyRequirement, o.AttestationConveyancePreference) = ("required", "required", "none");
            (o.ServerDomain, o.AuthenticatorTimeout, o.ValidateOrigin) = (place.Domain, access.Value.PasskeyWait, said => ValueTask.FromResult(place.Accepts(said)));
        });
    }

    /// <summary>Limits who asks too often, and answers at once what a whole town reads alike: it is made and zipped already, and being no page it needs no page's headers.</summary>
    public static WebApplication UseOpenReads(this WebApplication app)
    {
        app.UseRateLimiter();
        app.Use((context, next) => Marked<OpenRead>(context) is { } answer ? Read(context, answer) : next(context));
        return app;
    }

    private static Task Read(HttpContext context, RequestDelegate answer)
    {
        var headers = context.Response.Headers;
        (headers.XContentTypeOptions, headers.ContentSecurityPolicy) = ("nosniff", "default-src 'none'; frame-ancestors 'none'");
        return answer(context);
    }

    private static RequestDelegate? Marked<TMark>(HttpContext context) where TMark : class =>
        context.GetEndpoint() is { RequestDelegate: { } answer } endpoint && endpoint.Metadata.GetMetadata<TMark>() is not null ? answer : null;

    public static WebApplication UseAccess(this WebApplication app)
    {
        // Where anybody is answered alike, nobody is asked who they are: that was a third of the work of an answer.
        app.Use((context, next) => Marked<OpenToAll>(context) is { } answer ? answer(context) : next(context));
        app.UseAuthentication();
        app.UseMiddleware<Gate>();
        app.Use(Nowhere);
        app.UseAuthorization();
        return app;
    }

    public static WebApplication MapAccess(this WebApplication app)
    {
        // An anchor that cannot be read stops the start.
        _ = app.Services.GetRequiredService<AuditAnchor>().Known;
        var open = app.MapGroup("/api/v1/session").RequireAuthorization(Policies.Public).WithMetadata(new OpenToAll()).WithTags("Access");
        open.MapPost("", SessionEndpoints.Password).RequireRateLimiting(PasswordLimit);
        open.MapPost("code", SessionEndpoints.Code).RequireRateLimiting(CodeLimit);
        open.MapPost("passkey/begin", PasskeyEndpoints.AskSignIn).RequireRateLimiting(PasskeyLimit);
        open.MapPost("passkey", PasskeyEndpoints.SignIn).RequireRateLimiting(PasskeyLimit).WithMetadata(new RequestSizeLimitAttribute(CredentialBytes));
        var own = app.MapGroup("/api/v1/session").RequireAuthorization(Policies.Own).WithTags("Access");
        own.MapGet("", SessionEndpoints.Show);
        own.MapDelete("", SessionEndpoints.Out);
        own.MapPut("password", SessionEndpoints.Change).RequireRateLimiting(PasswordLimit);
        own.MapPost("confirm", SessionEndpoints.Confirm).RequireRateLimiting(PasswordLimit);
        own.MapGet("passkeys", PasskeyEndpoints.List);
        own.MapPost("passkeys/begin", PasskeyEndpoints.AskAdd).RequireRateLimiting(PasskeyLimit);
        own.MapPost("passkeys", PasskeyEndpoints.Add).RequireRateLimiting(PasskeyLimit).WithMetadata(new RequestSizeLimitAttribute(CredentialBytes));
        own.MapDelete("passkeys/{id:guid}", PasskeyEndpoints.Remove);
        var centre = app.MapGroup("/api/v1").RequireAuthorization(Policies.CommandCentre).WithTags("Access");
        centre.MapPost("codes", CodeEndpoints.Make);
        centre.MapGet("accounts", AccountEndpoints.List);
        centre.MapPost("accounts", AccountEndpoints.Add);
        centre.MapPut("accounts/{id:guid}", AccountEndpoints.Change);
        centre.MapPut("accounts/{id:guid}/state", AccountEndpoints.State);
        centre.MapDelete("accounts/{id:guid}/sessions", AccountEndpoints.SignOut);
        centre.MapGet("accounts/{id:guid}/passkeys", PasskeyEndpoints.ListOf);
        centre.MapDelete("accounts/{id:guid}/passkeys/{passkey:guid}", PasskeyEndpoints.RemoveOf);
        centre.MapPost("members/{id:guid}/link", CodeEndpoints.MemberLink);
        centre.MapPost("residents/find", PersonEndpoints.Find);
        centre.MapPost("residents/{id:guid}/export", PersonEndpoints.Export);
        centre.MapPost("residents/{id:guid}/erase", PersonEndpoints.Erase);
        centre.MapGet("devices", DeviceEndpoints.List);
        centre.MapDelete("devices/{id:guid}", DeviceEndpoints.Revoke);
        app.MapPost("/api/v1/residents/{id:guid}/unmask", UnmaskEndpoints.Resident).RequireAuthorization(Policies.Ring).WithTags("Access");
        app.MapPost("/api/v1/members/{id:guid}/unmask", UnmaskEndpoints.Member).RequireAuthorization(Policies.Lead).WithTags("Access");
        MapOperator(app.MapGroup("/api/v1").RequireAuthorization(Policies.Operator).WithTags("Access"));
        return app;
    }

    private static void MapOperator(RouteGroupBuilder operators)
    {
        operators.MapGet("audit", AuditEndpoints.List);
        operators.MapPost("audit/verify", AuditEndpoints.Verify);
        operators.MapPost("audit/anchor", AuditEndpoints.Anchor);
        operators.MapGet("vault/keys", VaultEndpoints.List);
        operators.MapPost("vault/keys", VaultEndpoints.Add);
        operators.MapDelete("vault/keys/{id}", VaultEndpoints.Drop);
        operators.MapPost("vault/master", VaultEndpoints.ChangeMaster);
        operators.MapPost("vault/master/end", VaultEndpoints.EndMaster);
    }

    /// <summary>Where nothing is, nobody is asked to sign in; nor where routing itself answers, to a wrong method or content type.</summary>
    private static Task Nowhere(HttpContext context, RequestDelegate next) => context.GetEndpoint() switch
    {
        RouteEndpoint => next(context),
        { RequestDelegate: { } answer } => answer(context),
        _ => Refuse(context, 404, "Nothing here", "There is nothing at this address; /openapi lists what there is, and a site's page is the one on its poster."),
    };

    /// <summary>Browsers cannot set a header on a WebSocket; nowhere else does a token stand in an address.</summary>
    private static string? HubToken(HttpRequest request) =>
        request.Path.StartsWithSegments("/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;

    private static void Cookie(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = CookieName;
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Strict;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.SlidingExpiration = true;
        o.Events.OnRedirectToLogin = context => Refuse(context.HttpContext, 401, "Not signed in", "Sign in on the page /in, or by POST /api/v1/session.");
        o.Events.OnRedirectToAccessDenied = context => Refuse(context.HttpContext, 403, "Not yours", "Your grant does not reach this; ask the command centre.");
    }

    private static void Rights(AuthorizationOptions o)
    {
        static bool Has(AuthorizationHandlerContext c, params Grant[] grants) => c.User.Grant() is { } own && grants.Any(g => g.ToString() == own);
        o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        o.AddPolicy(Policies.Public, p => p.RequireAssertion(_ => true));
        o.AddPolicy(Policies.Own, p => p.RequireAuthenticatedUser());
        o.AddPolicy(Policies.SignedIn, p => p.RequireAuthenticatedUser());
        o.AddPolicy(Policies.CommandCentre, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre)));
        o.AddPolicy(Policies.City, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.City)));
        o.AddPolicy(Policies.Member, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Member) && c.User.Member() is not null));
        o.AddPolicy(Policies.Lead, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.SiteLead)));
        o.AddPolicy(Policies.Operator, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator)));
        o.AddPolicy(Policies.Device, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Device)));
        o.AddPolicy(Policies.Samples, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.SiteLead, Grant.Desk, Grant.Device, Grant.Lab)));
        o.AddPolicy(Policies.Transport, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.SiteLead, Grant.Desk, Grant.Device, Grant.Lab, Grant.Courier)));
        o.AddPolicy(Policies.Homes, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.GridWorker)));
        o.AddPolicy(Policies.Ring, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.SiteLead, Grant.Desk, Grant.Device, Grant.GridWorker)));
        o.AddPolicy(Policies.Desk, p => p.RequireAuthenticatedUser().RequireAssertion(c => Has(c, Grant.Operator, Grant.CommandCentre, Grant.SiteLead, Grant.Desk, Grant.Device)));
    }

    private static Task Refuse(HttpContext context, int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);
}
