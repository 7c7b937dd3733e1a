using ScreenOps.Core.Board;

namespace ScreenOps.Server.Board;

/// <summary>What a screen is told over <c>/hubs/live</c>.</summary>
public interface ILiveClient
{
    /// <summary>The newest state of each site that changed since it was last told.</summary>
    Task Changed(SiteState[] sites);

    /// <summary>The list of rounds changed; read it again.</summary>
    Task Rounds();

    /// <summary>Plan, duties or offers of a round changed; read again what is shown of them.</summary>
    Task Staffing();

    /// <summary>What needs a person changed, in the district or at the site that is watched; read again what is shown of it.</summary>
    Task Requests();
}
