namespace ScreenOps.Core.Counting;

/// <summary>What a site last said of itself; a site that never spoke has not opened.</summary>
public enum SiteStatus { NotOpened = 0, Open = 6, Paused = 7, Closed = 8 }
