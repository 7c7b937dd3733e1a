namespace ScreenOps.LoadTests;

/// <summary>The run cannot go on; the message says why and what to do.</summary>
internal sealed class LoadTestException(string message, Exception? inner = null) : Exception(message, inner);
