using ScreenOps.Server.Access;
using ScreenOps.Server.Board;
using ScreenOps.Server.CheckIn;
using ScreenOps.Server.Counting;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Rehearsal;
using ScreenOps.Server.Sites;
using ScreenOps.Server.Staffing;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform().AddAccess().AddDistricts().AddSites().AddCounting().AddBoard().AddCheckIn().AddStaffing().AddRehearsal();

var app = builder.Build();
app.MapPlatform().MapAccess().MapDistricts().MapSites().MapCounting().MapBoard().MapCheckIn().MapStaffing().MapRehearsal();
await app.RunAsync();
