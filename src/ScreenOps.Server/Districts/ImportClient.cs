using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Districts;

/// <summary>An import as a program asks a running server for it.</summary>
internal sealed class ImportClient : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly HttpClient http;

    private readonly string address;

    /// <param name="district">Of an operator, who may import into any; null: the sender's own or the first.</param>
    /// <param name="name">Of a district that is new.</param>
    public ImportClient(ServerAddress server, string? district = null, string? name = null)
    {
        http = server.Http();
        http.Timeout = TimeSpan.FromMinutes(10);
        address = "/api/v1/imports" + (district is null ? "" : $"?district={Uri.EscapeDataString(district)}&name={Uri.EscapeDataString(name ?? district)}");
    }

    /// <summary>How the import ended. An ImportException says what the server refused and what to do.</summary>
    /// <param name="say">Told a line whenever another file is read or stored.</param>
    public async Task<ImportShown> Import(IReadOnlyList<ImportFile> files, Func<string, Task> say, CancellationToken stop)
    {
        var begun = await Send(files, stop);
        using var timer = new PeriodicTimer(Between);
        string? file = null;
        while (true)
        {
            var shown = await Answer<ImportShown>(await http.GetAsync($"/api/v1/imports/{begun.Id}", stop), stop);
            if (shown.State != ImportState.Running) return shown;
            if (shown.File != file && (file = shown.File) is not null) await say(shown.Total == 0 ? $"reading {file}" : $"storing {file}, {shown.Total:N0} rows");
            await timer.WaitForNextTickAsync(stop);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<ImportBegun> Send(IReadOnlyList<ImportFile> files, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent();
        foreach (var file in files) form.Add(new StreamContent(File.OpenRead(file.Path)), "files", file.Name);
        return await Answer<ImportBegun>(await http.PostAsync(address, form, stop), stop);
    }

    private static async Task<T> Answer<T>(HttpResponseMessage answer, CancellationToken stop)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(stop);
            if (answer.IsSuccessStatusCode) return JsonSerializer.Deserialize<T>(text, Json) ?? throw new ImportException("The server answered nothing; is it a ScreenOps server of this version?");
            throw new ImportException($"The server answered {(int)answer.StatusCode}: {Detail(text)}");
        }
    }

    private static string Detail(string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : json.RootElement.GetProperty("title").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "no reason was given. Check --url and --token.";
        }
    }
}
