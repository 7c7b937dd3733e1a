using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

internal static class ShiftSplits
{
    /// <summary>
    /// Every way in which one member may take some of the shifts, none overlapping: as parts, each a set of shifts (a bit for each) at one site.
    /// Shifts that touch are in one part.
    /// </summary>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<PlanShift> shifts)
    {
        var splits = new List<int[]>();
        void Next(int shift, List<int> parts)
        {
            if (shift == shifts.Count)
            {
                if (parts.Count > 0) splits.Add([.. parts]);
                return;
            }
            Next(shift + 1, parts);
            if (Any(shifts, parts, shift, (a, b) => a.Overlaps(b))) return;
            for (var i = 0; i <= parts.Count; i++)
            {
                List<int> others = [.. parts.Where((_, n) => n != i)];
                if (Any(shifts, others, shift, (a, b) => a.Touches(b))) continue;
                List<int> with = [.. parts];
                if (i == parts.Count) with.Add(1 << shift);
                else with[i] |= 1 << shift;
                Next(shift + 1, with);
            }
        }
        Next(0, []);
        return splits;
    }

    private static bool Any(IReadOnlyList<PlanShift> shifts, List<int> parts, int shift, Func<PlanShift, PlanShift, bool> so) =>
        Enumerable.Range(0, shift).Any(s => parts.Any(p => (p >> s & 1) != 0) && so(shifts[s], shifts[shift]));
}
