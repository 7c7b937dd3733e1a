using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScreenOps.Core.Board;
using ScreenOps.Core.Rehearsal;

namespace ScreenOps.Server.Rehearsal;

/// <summary>A rehearsal cannot go on; the message says why and what to do.</summary>
internal sealed class RehearsalException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server understood what was asked and did not do it.</summary>
    public bool Refused { get; init; }
}

internal sealed record DistrictReply(string Code, string Name, string TimeZone);

internal sealed record RoundReply(int Id, string Name, string State, bool Rehearsal);

internal sealed record CodeReply(string Code);

internal sealed record SessionReply(string? AccessToken);

internal sealed record DutyShiftReply(string Code, TimeOnly Starts);

internal sealed record DutyMemberReply(Guid Id);

internal sealed record DutySeatReply(string Shift, DutyMemberReply? Member);

internal sealed record DutySiteReply(IReadOnlyList<DutySeatReply> Seats);

internal sealed record DutyPlanReply(long Version, IReadOnlyList<DutyShiftReply> Shifts, IReadOnlyList<DutySiteReply> Sites);

internal sealed record OfferReply(DutyMemberReply Member, string? Answer);

internal sealed record AskingReply(string Id, IReadOnlyList<OfferReply> Offers);

internal sealed record EmptyReply(AskingReply? Asking);

internal sealed record MorningReply(IReadOnlyList<EmptyReply> Empty);

internal sealed record ProblemReply(string? Title, string? Detail);

/// <summary>The routes a rehearsal uses, spoken from outside like any other client.</summary>
internal sealed class RehearsalApi(HttpClient http, TimeProvider time)
{
    private const int Tries = 20;
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public Task<DistrictReply> District(CancellationToken cancel) => Get<DistrictReply>("district", cancel);

    public Task<IReadOnlyList<ArrivalQuarter>> Arrivals(CancellationToken cancel) => Get<IReadOnlyList<ArrivalQuarter>>("rehearsals/arrivals", cancel);

    public Task<Snapshot> Board(int round, CancellationToken cancel) => Get<Snapshot>($"board?round={round}", cancel);

    public Task<RoundReply> MakeRound(DateOnly day, string name, DateTimeOffset clockFrom, double clockSpeed, CancellationToken cancel) =>
        Ask<RoundReply>(() => JsonRequest(HttpMethod.Post, "rounds", new { day, name, rehearsal = true, clockFrom, clockSpeed }), cancel);

    public Task<IReadOnlyList<RoundReply>> Rounds(CancellationToken cancel) => Get<IReadOnlyList<RoundReply>>("rounds", cancel);

    public async Task OpenRound(int round, CancellationToken cancel)
    {
        using var answer = await Send(() => new(HttpMethod.Post, $"/api/v1/rounds/{round}/open"), cancel);
    }

    public async Task CloseRound(int round, CancellationToken cancel)
    {
        using var answer = await Send(() => new(HttpMethod.Post, $"/api/v1/rounds/{round}/close"), cancel);
    }

    /// <summary>Enrols a tablet by a one-time code, as its lead would. Gives its bearer token.</summary>
    public async Task<string> Enrol(string site, Guid device, CancellationToken cancel)
    {
        var code = await Ask<CodeReply>(() => JsonRequest(HttpMethod.Post, "codes", new { site, rehearsal = true }), cancel);
        var session = await Ask<SessionReply>(() => JsonRequest(HttpMethod.Post, "session/code", new { code = code.Code, device, bearer = true }), cancel);
        return session.AccessToken ?? throw new RehearsalException($"The server enrolled a tablet for site {site} without a token; is it of this version?");
    }

    /// <summary>Makes the round's plan and tells everybody of it.</summary>
    public async Task<DutyPlanReply> Publish(int round, CancellationToken cancel)
    {
        var made = await Ask<DutyPlanReply>(() => new(HttpMethod.Post, $"/api/v1/rounds/{round}/plan"), cancel);
        return await Ask<DutyPlanReply>(() => new(HttpMethod.Post, $"/api/v1/rounds/{round}/plan/publish?version={made.Version}"), cancel);
    }

    /// <summary>False: refused, since things are otherwise by now.</summary>
    public Task<bool> Mark(int round, RehearsedAct act, CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        return Try(() => JsonRequest(HttpMethod.Post, $"rounds/{round}/duties/mark", new { id, act.Member, act.Shift, act.Act, act.Reason }), cancel);
    }

    /// <summary>Who is asked for which seat and has not answered.</summary>
    public async Task<IReadOnlyList<(string Asking, Guid Member)>> Offers(int round, CancellationToken cancel) =>
        [.. (await Get<MorningReply>($"rounds/{round}/morning", cancel)).Empty.Select(e => e.Asking).OfType<AskingReply>().SelectMany(a => a.Offers.Where(o => o.Answer is null).Select(o => (a.Id, o.Member.Id)))];

    /// <summary>On the member's own page, signed in by a link as one is sent. False: refused, since somebody else was first.</summary>
    public async Task<bool> AnswerOffer(string asking, Guid member, bool yes, CancellationToken cancel)
    {
        var code = await Ask<CodeReply>(() => new(HttpMethod.Post, $"/api/v1/members/{member}/link"), cancel);
        var session = await Ask<SessionReply>(() => JsonRequest(HttpMethod.Post, "session/code", new { code = code.Code, device = member, bearer = true }), cancel);
        return await Try(() =>
        {
            var answer = JsonRequest(HttpMethod.Post, $"duty/offers/{asking}", new { yes });
            answer.Headers.Authorization = new("Bearer", session.AccessToken);
            return answer;
        }, cancel);
    }

    private async Task<bool> Try(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        try
        {
            using var answer = await Send(request, cancel);
            return true;
        }
        catch (RehearsalException e) when (e.Refused)
        {
            return false;
        }
    }

    private Task<T> Get<T>(string path, CancellationToken cancel) => Ask<T>(() => new(HttpMethod.Get, "/api/v1/" + path), cancel);

    private async Task<T> Ask<T>(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        using var answer = await Send(request, cancel);
        return await answer.Content.ReadFromJsonAsync<T>(Json, cancel) ?? throw new RehearsalException($"{answer.RequestMessage?.RequestUri?.AbsolutePath} answered nothing.");
    }

    /// <summary>Waits where the server asks for it (429, 503) or is starting anew; any other refusal ends the rehearsal with its words.</summary>
    private async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            using var asked = request();
            HttpResponseMessage? answer = null;
            try
            {
                answer = await http.SendAsync(asked, cancel);
                if (answer.IsSuccessStatusCode) return answer;
            }
            catch (HttpRequestException e) when (tries < Tries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancel);
                if (tries == Tries - 1) throw new RehearsalException($"{http.BaseAddress} does not answer. Start the server, or name its address with --url.", e);
                continue;
            }
            using (answer)
            {
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || tries == Tries)
                    throw await Refused(asked, answer, cancel);
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), time, cancel);
            }
        }
    }

    /// <summary>The server's own words, which name the cure, where it has any.</summary>
    private static async Task<RehearsalException> Refused(HttpRequestMessage asked, HttpResponseMessage answer, CancellationToken cancel)
    {
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await answer.Content.ReadFromJsonAsync<ProblemReply>(Json, cancel) : null;
        return new(problem?.Detail ?? problem?.Title ?? $"{asked.Method} {asked.RequestUri?.AbsolutePath} was answered {(int)answer.StatusCode}; look at the log of the server.") { Refused = answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound };
    }

    private static HttpRequestMessage JsonRequest<T>(HttpMethod method, string path, T body) => new(method, "/api/v1/" + path) { Content = JsonContent.Create(body, options: Json) };
}
