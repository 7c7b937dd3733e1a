using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Access;

/// <summary>Keys of cookies and tokens in PostgreSQL, so that every server reads what another wrote, and sealed, so that the database alone forges none. The framework asks for them synchronously.</summary>
internal sealed class KeyRepository(NpgsqlDataSource postgres, Vault vault) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = postgres.OpenConnection();
        return [.. connection.Query<string>("select xml from data_protection_keys").Select(x => XElement.Parse(vault.Open(Convert.FromBase64String(x))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = postgres.OpenConnection();
        connection.Execute("insert into data_protection_keys (name, xml) values (@friendlyName, @xml) on conflict (name) do nothing", new { friendlyName, xml = Convert.ToBase64String(vault.Seal(element.ToString(SaveOptions.DisableFormatting))) });
    }
}
