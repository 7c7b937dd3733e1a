using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using ScreenOps.Core.Districts;
using ScreenOps.Server.Districts;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.CheckIn;

internal sealed record Pass(Guid Id, string Text, string Name, DateTimeOffset Expires);

internal sealed record Ticket(string Outcome, int Number, string Site, string SiteName, int Round, string Status, int Called, Pass Pass);

/// <summary>What people do before a poster, by HTTP.</summary>
internal static class Poster
{
    public const string Identity = "990355199907288252", Other = "99042519440520296X", Phone = "19901773473";

    public static object Form(string identity = Identity, string phone = Phone, string? name = null, bool consent = true) => new { identity, phone, name, consent };

    public static Task<HttpResponseMessage> Scan(this HttpClient http, object order, string site = "S1", string query = "") =>
        http.PostAsJsonAsync($"/api/v1/public/sites/{site}/tickets{query}", order);

    /// <summary>As the page does it: who is told that many are taking tickets asks again.</summary>
    public static async Task<Ticket> Ticket(this HttpClient http, object order, string site = "S1")
    {
        var text = "";
        await Eventually.True(async () =>
        {
            using var answer = await http.Scan(order, site);
            text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return false;
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            return true;
        }, "a ticket");
        var said = JsonDocument.Parse(text.Replace("\"ticket\":", "\"number\":", StringComparison.Ordinal));
        return said.Deserialize<Ticket>(JsonSerializerOptions.Web)!;
    }

    /// <summary>What everybody reads of a site.</summary>
    public static async Task<(long Queue, int Called)> Read(this HttpClient http, string site)
    {
        var one = JsonDocument.Parse(await http.GetStringAsync($"/api/v1/public/sites/{site}")).RootElement;
        return (one.GetProperty("queue").GetInt64(), one.GetProperty("called").GetInt32());
    }

    public static async Task Resident(this BoardDistrict district, TestServer server, string household, string name, string identity, string? phone = null, string relation = "户主")
    {
        var vault = server.Get<Vault>();
        var marks = ResidentMarks.Of(vault, district.Code, identity, phone, name);
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync("""
            insert into residents (district, household, identity_index, identity_sealed, phone_index, phone_sealed, name_sealed, village, relation, born, identity_end, phone_end, name_mark, name_begin)
            values (@Code, @household, @identity, @identitySealed, @phone, @phoneSealed, @name, 'V', @relation, @born, @IdentityEnd, @PhoneEnd, @Mark, @NameBegin)
            """, new
        {
            born = (short?)IdentityNumber.Parse(identity)?.Born, marks.IdentityEnd, marks.PhoneEnd, Mark = marks.Name, marks.NameBegin,
            district.Code, household, identity = vault.Index(identity), identitySealed = vault.Seal(identity), phone = phone is null ? null : vault.Index(phone),
            phoneSealed = phone is null ? null : vault.Seal(phone), name = vault.Seal(name), relation,
        });
    }

    public static async Task<T> Ask<T>(this BoardDistrict district, string sql)
    {
        await using var source = NpgsqlDataSource.Create(district.Postgres);
        await using var connection = await source.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, new { district.Code }))!;
    }
}
