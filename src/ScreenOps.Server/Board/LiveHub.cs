using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Access;
using ScreenOps.Server.Counting;

namespace ScreenOps.Server.Board;

/// <summary>The live line of tablets and screens.</summary>
internal sealed class LiveHub(Counter counter, DistrictBoards boards, Viewers viewers, IOptions<CountingOptions> counting) : Hub<ILiveClient>
{
    private const string Sender = "sender";

    /// <summary>A line that counts: who it is does not change while it is open.</summary>
    private sealed record Tablet(string District, Guid Device, string? Site);

    public override Task OnConnectedAsync()
    {
        if (Context.User!.Device() is { } device) Context.Items[Sender] = new Tablet(Context.User!.District(), device, Context.User!.Site());
        return base.OnConnectedAsync();
    }

    /// <summary>Applies a device's commands in order; each receipt that says Applied or Refused is committed.</summary>
    public Task<CountReceipt[]> Send(CountCommand[] commands)
    {
        if (!Context.Items.TryGetValue(Sender, out var known) || known is not Tablet tablet)
            throw new HubException("Only an enrolled tablet counts; open the enrolment code of its site, made in the command centre, on it.");
        if (CountRequest.Fault(commands, counting.Value.CommandsPerSend) is { } fault) throw new HubException(fault);
        return counter.Apply(tablet.District, tablet.Device, tablet.Site, commands, Context.ConnectionAborted);
    }

    /// <summary>Joins a scope, answers with all of it as it is now, then calls Changed. A second call replaces the first.</summary>
    public async Task<Snapshot> Watch(string scope)
    {
        var who = Context.User!;
        if (scope == Scope.City && !who.SeesCity()) throw new HubException("All districts are for the city; ask an operator for that grant.");
        try
        {
            if (scope == Scope.City) return await viewers.WatchCity(Context.ConnectionId, Context.ConnectionAborted);
            if (scope == Scope.Staffing)
            {
                if (!who.SeesDistrict()) throw new HubException("Staffing is for the command centre; a member has a page of the own duty.");
                return await viewers.WatchStaffing(Context.ConnectionId, await boards.Board(who.District(), Context.ConnectionAborted), Context.ConnectionAborted);
            }
            var wanted = Sight(who.SeesDistrict(), who.Site(), Scope.Parse(scope, who.IsRehearsal()));
            var board = await boards.Board(who.District(), wanted, Context.ConnectionAborted);
            return await viewers.Watch(Context.ConnectionId, board, wanted, Context.ConnectionAborted);
        }
        catch (TimeoutException)
        {
            throw new HubException("The board is not ready: its engines do not answer. Try again in some seconds.");
        }
    }

    /// <summary>How many Changed a screen has taken since it called Watch. Who tells it after every second one, or oftener, is sent a few ahead of that at most, and then the newest.</summary>
    public void Taken(long changes) => viewers.Taken(Context.ConnectionId, changes);

    public override Task OnDisconnectedAsync(Exception? exception) => viewers.Leave(Context.ConnectionId);

    private static Scope Sight(bool seesDistrict, string? own, Scope? scope)
    {
        if (scope is null) throw new HubException($"There is no such scope. {Scope.Known}");
        if (seesDistrict) return scope;
        if (own is null) throw new HubException("The board is for the command centre and the sites; ask the command centre for a grant.");
        if (scope.Site is { } site && site != own) throw new HubException($"You see site {own} only; watch \"site:{own}\".");
        return scope with { Site = own };
    }
}
