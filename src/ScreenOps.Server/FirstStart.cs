using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Sites;

namespace ScreenOps.Server;

/// <summary>An empty database begins with the sample district and an open round, so that a newcomer has something to look at.</summary>
internal static class FirstStart
{
    private const string Code = "puji", Name = "普集街道";

    public static async Task LoadSample(IServiceProvider services, TextWriter print, CancellationToken cancel)
    {
        var rounds = services.GetRequiredService<RoundBook>();
        if (!services.GetRequiredService<ServerOptions>().Sample || (await rounds.Districts()).Count > 0) return;
        if (Folders.Sample is not { } folder) return;
        await print.WriteLineAsync("The database is empty: loading the sample district.");
        await services.GetRequiredService<DistrictImport>().Import(Code, Name, ImportFile.InFolder(folder), null, cancel);
        var district = await rounds.District(Code);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(services.GetRequiredService<TimeProvider>().GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(district.TimeZone)).DateTime);
        var store = services.GetRequiredService<RoundStore>();
        var id = await store.Make(Code, new(today, null, null, null, false, null, null), today, $"{today:yyyy-MM-dd}", cancel);
        await store.Open((await rounds.Round(Code, id))!, cancel);
    }

    /// <summary>Where the pages are. Each link signs in once; a start makes new ones. The server runs already: tablets count, whether or not anybody can be greeted.</summary>
    public static async Task Greet(IServiceProvider services, TextWriter print, CancellationToken cancel)
    {
        var options = services.GetRequiredService<ServerOptions>();
        if (services.GetService<OwnCertificate>() is { } own) await print.WriteLineAsync(own.Words());
        try
        {
            await print.WriteLineAsync(await Links(services, options, cancel));
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await print.WriteLineAsync($"ScreenOps is at {options.Link("/")}, but the database went away before a link could be made. Once it is back: dotnet run --project src/ScreenOps.Server -- link");
        }
    }

    private static async Task<string> Links(IServiceProvider services, ServerOptions options, CancellationToken cancel)
    {
        if ((await services.GetRequiredService<RoundBook>().Districts()).FirstOrDefault() is not { } district)
            return $"ScreenOps is at {options.Link("/")}; it has no district yet. Import one: dotnet run --project src/ScreenOps.Server -- import DIR";
        var (codes, accounts) = (services.GetRequiredService<OneTimeCodes>(), services.GetRequiredService<Accounts>());
        var site = (await services.GetRequiredService<SiteBook>().Sites(district, 0)).FirstOrDefault(s => !s.Retired);
        List<string> lines = ["ScreenOps is ready. Each link with a # signs in once:",
            $"  command centre  {options.Link($"/in#{(await codes.ForAccount(await accounts.FirstCentre(district, "指挥部", cancel), cancel)).Code}")}"];
        if (site is not null)
            lines.AddRange([$"  tablet of {site.Code}   {options.Link($"/in#{(await codes.ForSite(district, site.Code, false, cancel)).Code}")}", $"  resident's page {options.Link($"/s/{site.Code}")}"]);
        return string.Join(Environment.NewLine, lines);
    }
}
