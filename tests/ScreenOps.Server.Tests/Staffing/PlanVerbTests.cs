using System.Text.Json;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Staffing;
using ScreenOps.Server.Tests.Districts;

namespace ScreenOps.Server.Tests.Staffing;

public sealed class PlanVerbTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("SCREENOPS_LONG") == "1";

    /// <summary>Where made districts are left, to run the verb on them by hand; else nothing stays.</summary>
    private static readonly string? Left = Environment.GetEnvironmentVariable("SCREENOPS_DISTRICTS");

    [Fact]
    public async Task The_sample_folder_gives_a_plan_with_phones_and_its_figures()
    {
        using var folder = new ImportFolder();
        var (told, json) = await Plan(ImportFolder.Sample, folder);
        Assert.Contains("No plan is better.", told, StringComparison.Ordinal);
        Assert.Equal(["filled", "seats", "unfilledWeight", "unfilledWeightBound", "travelKm", "travelKmBound", "gapPct", "firstPlanMs", "elapsedMs"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal((908, 908, 0, 0), (Int(json, "filled"), Int(json, "seats"), Int(json, "unfilledWeight"), Int(json, "unfilledWeightBound")));
        Assert.Equal((245.0366, 245.0366, 0), (Math.Round(Number(json, "travelKm"), 4), Math.Round(Number(json, "travelKmBound"), 4), Number(json, "gapPct")));
        Assert.InRange(Number(json, "firstPlanMs"), 0, Number(json, "elapsedMs"));

        var (input, phones) = (PlanFolder.Read(ImportFolder.Sample).Input, PlanFolder.Read(ImportFolder.Sample).Phones);
        var rows = File.ReadAllLines(folder.At("PLAN.csv"));
        Assert.Equal("phone,site,shift,role", rows[0]);
        var seats = new Dictionary<(string, string, string), int>();
        List<Assignment> plan = [.. rows[1..].Select(r => r.Split(',')).Select(r => new Assignment(
            new(r[1], r[2], Roles.Parse(r[3])!.Value, seats[(r[1], r[2], r[3])] = seats.GetValueOrDefault((r[1], r[2], r[3]), -1) + 1), phones.Single(p => p.Value == r[0]).Key, AssignmentState.Proposed, false))];
        Assert.Empty(PlanCheck.Violations(input, plan, []));
        Assert.Equal(Number(json, "travelKm"), PlanFigures.Of(input, plan).TravelKm, 1e-9);
    }

    [Theory]
    [InlineData(712, 43, Mix.AsSample)]
    [InlineData(590, 43, Mix.AsSample)]
    [InlineData(712, 43, Mix.FewSamplers)]
    [InlineData(712, 43, Mix.OneShiftEach)]
    [InlineData(712, 43, Mix.HalfInOneVillage)]
    [InlineData(712, 43, Mix.NoVolunteers)]
    public async Task Districts_of_other_mixes_are_proven_too(int people, int sites, Mix mix) => await Proven(MadeDistrict.Of(people, sites, 7, mix), $"{mix}-{people}x{sites}");

    [Fact]
    public async Task A_city_of_six_hundred_sites_is_proven_too() =>
        await Proven(Long ? MadeDistrict.Of(10_000, 600, 7) : MadeDistrict.Of(2_000, 120, 7), "city");

    [Fact]
    public async Task A_folder_that_cannot_be_planned_is_told_with_what_to_do()
    {
        using var folder = ImportFolder.Copy("sites.csv", "posts.csv", "roster.xlsx");
        async Task Told(string says, params string[] args)
        {
            var print = new StringWriter();
            Assert.Equal(1, await PlanVerb.Run(args, TimeProvider.System, print, default));
            Assert.Contains(says, print.ToString(), StringComparison.Ordinal);
        }
        await Told("has no shifts.csv", folder.Path);
        await Told("Name one folder");
        await Told("There is no folder", folder.At("none"));
        await Told("does not know --second", folder.Path, "--second", "3");
        await Told("takes a number", folder.Path, "--seconds", "0");
        await Told("takes a word", folder.Path, "--json");
        await Told("cannot be written", ImportFolder.Sample, "--json", folder.At("none/plan.json"));
    }

    private static async Task Proven(MadeDistrict district, string name)
    {
        using var folder = new ImportFolder();
        var at = Left is null ? folder.At(name) : Path.Combine(Left, name);
        district.Write(at);
        Assert.Equal(district.Input.Members.Select(m => (m.Village, string.Join(',', m.Roles), m.Shifts?[0])), PlanFolder.Read(at).Input.Members.Select(m => (m.Village, string.Join(',', m.Roles), m.Shifts?[0])));
        var (told, json) = await Plan(at, folder);
        TestContext.Current.SendDiagnosticMessage($"{name}: {json}");
        Assert.True(told.Contains("No plan is better.", StringComparison.Ordinal), told);
        Assert.Equal((Int(json, "unfilledWeightBound"), 0), (Int(json, "unfilledWeight"), Number(json, "gapPct")));
    }

    private static async Task<(string Told, JsonElement Json)> Plan(string at, ImportFolder folder)
    {
        var print = new StringWriter();
        Assert.Equal(0, await PlanVerb.Run([at, "--seconds", "600", "--out", folder.At("PLAN.csv"), "--json", folder.At("plan.json")], TimeProvider.System, print, default));
        return (print.ToString(), JsonDocument.Parse(File.ReadAllText(folder.At("plan.json"))).RootElement);
    }

    private static int Int(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static double Number(JsonElement json, string name) => json.GetProperty(name).GetDouble();
}
