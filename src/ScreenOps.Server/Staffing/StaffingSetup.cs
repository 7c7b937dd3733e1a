using ScreenOps.Server.Access;

namespace ScreenOps.Server.Staffing;

internal static class StaffingSetup
{
    public static WebApplicationBuilder AddStaffing(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StaffingOptions>().BindConfiguration(StaffingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PlanSolver>().AddSingleton<PlanCopies>().AddSingleton<PlanStore>().AddSingleton<Planner>().AddSingleton<DutySheets>().AddSingleton<DutyCalendar>();
        builder.Services.AddOptions<DutyOptions>().BindConfiguration(DutyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PostCodes>().AddSingleton<DutyStore>().AddSingleton<DutyReading>().AddSingleton<Duties>();
        builder.Services.AddSingleton<AskingStore>().AddSingleton<Askings>().AddSingleton<Repairs>().AddSingleton<Handovers>().AddSingleton<MorningReading>();
        builder.Services.AddSingleton<StaffingNews>().AddHostedService(s => s.GetRequiredService<StaffingNews>()).AddHostedService<DutyClock>();
        return builder;
    }

    public static WebApplication MapStaffing(this WebApplication app)
    {
        app.MapGet("/api/v1/rounds/{id:int}/plan", PlanEndpoints.Show).RequireAuthorization(Policies.SignedIn).WithTags("Staffing");
        app.MapGet("/api/v1/rounds/{id:int}/plan/sheets", DutySheetEndpoints.Sheets).RequireAuthorization(Policies.SignedIn).WithTags("Staffing");
        app.MapGet("/api/v1/rounds/{id:int}/plan/sheets.xlsx", DutySheetEndpoints.Export).RequireAuthorization(Policies.SignedIn).WithTags("Staffing").Produces(200, contentType: DutySheetEndpoints.Workbook);
        app.MapGet("/api/v1/calendar", DutySheetEndpoints.OwnCalendar).RequireAuthorization(Policies.SignedIn).WithTags("Staffing").Produces(200, contentType: "text/calendar");
        app.MapGet("/api/v1/members/{id:guid}/calendar", DutySheetEndpoints.MembersCalendar).RequireAuthorization(Policies.CommandCentre).WithTags("Staffing").Produces(200, contentType: "text/calendar");
        var plan = app.MapGroup("/api/v1/rounds/{id:int}/plan").RequireAuthorization(Policies.CommandCentre).WithTags("Staffing");
        plan.MapPost("", PlanEndpoints.Make);
        plan.MapGet("making", PlanEndpoints.Watch);
        plan.MapPost("making/stop", PlanEndpoints.Stop);
        plan.MapPost("publish", PlanEndpoints.Publish);
        plan.MapPut("seats", PlanEndpoints.Put);
        plan.MapGet("seats/candidates", PlanEndpoints.Candidates);
        plan.MapGet("effects", MoveEndpoints.Effects);
        plan.MapPost("moves", MoveEndpoints.Move);
        plan.MapPost("undo", MoveEndpoints.Undo);
        plan.MapGet("copies", PlanCompareEndpoints.Copies);
        plan.MapPost("copies", PlanCompareEndpoints.Keep);
        plan.MapGet("comparison", PlanCompareEndpoints.Compare);
        MapDuty(app);
        MapMorning(app);
        return app;
    }

    private static void MapDuty(WebApplication app)
    {
        var own = app.MapGroup("/api/v1/duty").RequireAuthorization(Policies.Member).WithTags("Duty");
        own.MapGet("", DutyEndpoints.Show);
        own.MapPost("check-ins", DutyEndpoints.CheckIn).RequireRateLimiting(AccessSetup.CodeLimit);
        own.MapPost("{round:int}/{shift}/answer", DutyEndpoints.Answer);
        own.MapPost("{round:int}/{shift}/stay", DutyEndpoints.Stay);
        own.MapPost("offers/{asking:guid}", OfferEndpoints.Answer);
        own.MapPost("{round:int}/handovers", OfferEndpoints.Give);
        own.MapPost("handovers/{id:guid}", OfferEndpoints.Take);
        own.MapDelete("handovers/{id:guid}", OfferEndpoints.Drop);
    }

    private static void MapMorning(WebApplication app)
    {
        var morning = app.MapGroup("/api/v1/rounds/{id:int}").RequireAuthorization(Policies.CommandCentre).WithTags("Duty");
        morning.MapGet("morning", MorningEndpoints.Show);
        morning.MapPost("duties/mark", MorningEndpoints.Mark);
        morning.MapPost("duties/links", DutyLinks.Sheet);
        morning.MapPost("askings", MorningEndpoints.Ask);
        morning.MapPost("repair", MorningEndpoints.Propose);
        morning.MapPost("repair/take", MorningEndpoints.TakeRepair);
        app.MapDelete("/api/v1/askings/{id:guid}", MorningEndpoints.StopAsking).RequireAuthorization(Policies.CommandCentre).WithTags("Duty");
        app.MapGet("/api/v1/rounds/{id:int}/posts/{site}/code", MorningEndpoints.PostCode).RequireAuthorization(Policies.Desk).WithTags("Duty");
    }
}
