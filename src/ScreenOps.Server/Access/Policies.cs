namespace ScreenOps.Server.Access;

/// <summary>Names of the policies. Every route and hub names one, or says <see cref="Public"/>; a test walks them all.</summary>
internal static class Policies
{
    /// <summary>Anybody; still rate limited.</summary>
    public const string Public = "public";
    /// <summary>What concerns the sender's own sign-in only.</summary>
    public const string Own = "own";
    /// <summary>Any signed-in person or enrolled device of a district.</summary>
    public const string SignedIn = "signed-in";
    /// <summary>Operator or command centre.</summary>
    public const string CommandCentre = "command-centre";
    /// <summary>Operator or city: what is of all districts together.</summary>
    public const string City = "city";
    /// <summary>A member of the roster, for the own duty.</summary>
    public const string Member = "member";
    /// <summary>An enrolled tablet.</summary>
    public const string Device = "device";
    /// <summary>Operator, command centre, or the lead of a site for the own people.</summary>
    public const string Lead = "lead";
    /// <summary>Operator only.</summary>
    public const string Operator = "operator";
    /// <summary>Operator, command centre, or whoever keeps a grid, for that one: who at home is still missing.</summary>
    public const string Homes = "homes";
    /// <summary>Whoever may ring a resident: the desk's, and whoever keeps the grid.</summary>
    public const string Ring = "ring";
    /// <summary>Desk, site lead, command centre, operator or a tablet.</summary>
    public const string Desk = "desk";
    /// <summary>Who has to do with tubes: the desk's, and the lab, which may say what became of them.</summary>
    public const string Samples = "samples";
    /// <summary>Who has to do with boxes: those, and the courier.</summary>
    public const string Transport = "transport";
}
