using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ScreenOps.Server.Access;

internal static class DeviceEndpoints
{
    public static async Task<Ok<IReadOnlyList<DeviceShown>>> List(ClaimsPrincipal who, Devices devices, CancellationToken cancel) =>
        TypedResults.Ok(await devices.List(who.District(), cancel));

    public static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Guid id, ClaimsPrincipal who, Devices devices, Audit audit, CancellationToken cancel)
    {
        if (!await devices.Revoke(who.District(), id, cancel))
            return TypedResults.Problem("There is no such tablet in this district; GET /api/v1/devices lists them.", statusCode: 404, title: "No such tablet");
        await audit.Write(AuditEntry.By(who, AuditKind.TabletRevoked, $"device/{id}"), cancel);
        return TypedResults.NoContent();
    }
}
