namespace ScreenOps.Core.Districts;

/// <summary>What a person does at a site (岗位).</summary>
public enum Role { SiteLead, Sampler, Registrar, Verifier, Marshal, Carer, Disinfector, Courier }

public static class Roles
{
    private static readonly string[] Words = ["点长", "采样员", "信息员", "核验员", "秩序员", "帮扶员", "消杀员", "转运员"];

    /// <summary>The word that spreadsheets and screens use.</summary>
    public static string Word(this Role role) => Words[(int)role];

    public static Role? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var i ? (Role)i : null;

    /// <summary>Cost of leaving one seat of the role empty.</summary>
    public static int Weight(this Role role) => role switch
    {
        Role.SiteLead or Role.Sampler => 10,
        Role.Registrar or Role.Verifier => 5,
        _ => 2,
    };
}
