namespace ScreenOps.Server.Tests.Tidy;

/// <summary>Which room may use which. An exception is written here with its reason or it does not exist.</summary>
internal static class Rooms
{
    public const string Platform = "Platform";

    /// <summary>Every room may use these.</summary>
    public static readonly string[] Ground = ["Districts", "Sites", "Access"];

    /// <summary>And what each may use beyond them.</summary>
    public static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Districts"] = [], ["Sites"] = [], ["Access"] = [], ["Counting"] = [], ["Staffing"] = [], ["Supplies"] = [],
        ["CheckIn"] = ["Counting"],
        ["Samples"] = ["CheckIn", "Counting"],
        // Whoever is in a lost tube is missing again.
        ["Coverage"] = ["CheckIn", "Counting", "Samples"],
        ["Board"] = ["Counting", "CheckIn", "Samples", "Staffing", "Coverage", "Supplies"],
        ["Advice"] = ["Board", "Staffing"],
        // What needs a person is seen on the board, so it knows the board; the board's page leaves a place for it.
        ["Requests"] = ["Board", "Counting", "Samples", "Staffing"],
        // A client of the public contracts: see Contracts.
        ["Rehearsal"] = [],
    };

    /// <summary>Public types of Core that travel on the wire: what a program outside would be built from. Rehearsal may use them, and nothing of these rooms in the server.</summary>
    public static readonly string[] Contracts = ["Counting", "Board"];

    /// <summary>Web only. The tablet shows its own site as the board's Snapshot has it, so Counting knows the form of that answer.</summary>
    public static readonly (string From, string To)[] WebExceptions = [("Counting", "Board")];

    public static bool MayUse(string from, string to, bool inCore) =>
        from == to || (from != Platform && (Ground.Contains(to) || (to == Platform && !inCore) || Uses[from].Contains(to)));
}
