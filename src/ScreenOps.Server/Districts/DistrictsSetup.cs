using ScreenOps.Server.Access;

namespace ScreenOps.Server.Districts;

internal static class DistrictsSetup
{
    public static WebApplicationBuilder AddDistricts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RoundBook>().AddSingleton<RoundStore>().AddSingleton<DistrictStore>().AddSingleton<Members>().AddSingleton<DistrictImport>();
        builder.Services.AddSingleton<ImportQueue>().AddHostedService(s => s.GetRequiredService<ImportQueue>());
        builder.Services.AddHostedService<BookNews>().AddHostedService<Sealing>().AddHostedService<MarkResidents>();
        return builder;
    }

    public static WebApplication MapDistricts(this WebApplication app)
    {
        var seen = app.MapGroup("/api/v1").RequireAuthorization(Policies.SignedIn).WithTags("Districts");
        seen.MapGet("district", DistrictEndpoints.Show);
        seen.MapGet("district/ground", DistrictEndpoints.Ground);
        seen.MapGet("rounds", RoundEndpoints.List);
        seen.MapGet("rounds/{id:int}", RoundEndpoints.Show);
        app.MapPut("/api/v1/district/levels", DistrictEndpoints.Levels).RequireAuthorization(Policies.CommandCentre).WithTags("Districts");
        var rounds = app.MapGroup("/api/v1/rounds").RequireAuthorization(Policies.CommandCentre).WithTags("Districts");
        rounds.MapPost("", RoundEndpoints.Make);
        rounds.MapPut("{id:int}", RoundEndpoints.Edit);
        rounds.MapPut("{id:int}/posts", RoundEndpoints.Posts);
        rounds.MapPost("{id:int}/open", RoundEndpoints.Open);
        rounds.MapPost("{id:int}/close", RoundEndpoints.Close);
        rounds.MapPost("{id:int}/seal", RoundEndpoints.Seal);
        var members = app.MapGroup("/api/v1/members").RequireAuthorization(Policies.CommandCentre).WithTags("Districts");
        members.MapGet("", MemberEndpoints.List);
        members.MapPost("find", MemberEndpoints.Find);
        members.MapPost("", MemberEndpoints.Add);
        members.MapPut("{id:guid}", MemberEndpoints.Edit);
        members.MapDelete("{id:guid}", MemberEndpoints.Retire);
        var imports = app.MapGroup("/api/v1/imports").RequireAuthorization(Policies.CommandCentre).WithTags("Districts");
        imports.MapPost("", ImportEndpoints.Begin).AddOpenApiOperationTransformer(ImportUpload.Describe);
        imports.MapGet("{id:guid}", ImportEndpoints.Show);
        imports.MapGet("{id:guid}/refused.csv", ImportEndpoints.RefusedRows);
        return app;
    }
}
