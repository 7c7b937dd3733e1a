using Dapper;
using Npgsql;
using ScreenOps.Core.Staffing;
using ScreenOps.Server.Districts;

namespace ScreenOps.Server.Staffing;

/// <summary>Writes what people were told beside a change of the plan that tells them by itself, so that nothing of it waits to be published.</summary>
internal static class DutySteps
{
    public static async Task<bool> Told(NpgsqlConnection connection, NpgsqlTransaction transaction, RoundInfo round, IReadOnlyCollection<Assignment> told, string step, Actor by, DateTimeOffset at)
    {
        await connection.ExecuteAsync("""
            update plans set published = version where district = @District and round = @Id and published = version - 1;
            insert into duty_steps (id, district, round, member, shift, site, role, seat, step, actor, at) select gen_random_uuid(), @District, @Id, t.*, @step, @by, @at from unnest(@members, @shifts, @sites, @roles, @seats) t
            """, new
        {
            round.District, round.Id, step, by = by.ToString(), at = at.UtcDateTime, members = told.Select(a => a.Member).ToArray(), shifts = told.Select(a => a.Seat.Shift).ToArray(), sites = told.Select(a => a.Seat.Site).ToArray(),
            roles = told.Select(a => a.Seat.Role.ToString()).ToArray(), seats = told.Select(a => a.Seat.Number).ToArray(),
        }, transaction);
        return true;
    }
}
