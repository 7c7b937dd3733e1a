using CsCheck;
using ScreenOps.Core.Access;
using Xunit;

namespace ScreenOps.Core.Tests.Access;

/// <summary>Whatever is done to a trail behind its back is found.</summary>
public sealed class AuditChainTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly Gen<AuditRow> Rows = Gen.Select(Gen.Long[0, 2_000_000_000_000], Gen.Int[0, 9].Select(i => $"Kind{i}"), Gen.String[0, 8], Gen.Bool, (at, kind, why, none) =>
        new AuditRow(0, at, none ? null : "d", kind, "actor", "Desk", "resident/1", why, []));

    private static readonly Gen<AuditRow[]> Trails = Rows.Array[3, 30].Select(Chained);

    [Fact]
    public void A_trail_as_it_was_written_holds() => Trails.Sample(trail => Assert.Empty(Faults(trail, HeadOf(trail))));

    [Fact]
    public void A_changed_row_is_found() => Gen.Select(Trails, Gen.Int[0, 1000], Gen.Int[0, 5]).Sample((trail, place, field) =>
    {
        var at = place % trail.Length;
        trail[at] = field switch
        {
            0 => trail[at] with { At = trail[at].At + 1 }, 1 => trail[at] with { Why = trail[at].Why + "x" }, 2 => trail[at] with { Actor = "another" },
            3 => trail[at] with { District = trail[at].District is null ? "" : null }, 4 => trail[at] with { Actor = "acto", Grant = "rDesk" }, _ => trail[at] with { Subject = "resident/2" },
        };
        Assert.Contains(new(AuditFlaw.Changed, at + 1, at + 1), Faults(trail, HeadOf(trail)));
    });

    [Fact]
    public void A_row_taken_out_is_missed_and_does_not_hide_what_comes_after() => Gen.Select(Trails, Gen.Int[0, 1000]).Sample((trail, place) =>
    {
        var at = place % (trail.Length - 1);
        var left = trail.Where((_, i) => i != at).ToArray();
        left[^1] = left[^1] with { Why = "changed as well" };
        var faults = Faults(left, HeadOf(trail));
        Assert.Contains(new(AuditFlaw.Missing, at + 1, at + 1), faults);
        if (at < trail.Length - 2) Assert.Contains(new(AuditFlaw.Changed, trail.Length, trail.Length), faults);
    });

    [Fact]
    public void A_row_put_in_is_found_although_all_numbers_after_it_are_moved() => Gen.Select(Trails, Gen.Int[0, 1000]).Sample((trail, place) =>
    {
        var at = place % trail.Length;
        var forged = trail[at] with { Why = "never written" };
        AuditRow[] longer = [.. trail[..at], forged, .. trail[at..].Select(r => r with { Number = r.Number + 1 })];
        Assert.Contains(new(AuditFlaw.Changed, at + 1, at + 1), Faults(longer, AuditHead.None));
    });

    [Fact]
    public void Rows_cut_off_at_the_end_are_missed_by_the_anchor_and_by_nothing_else() => Gen.Select(Trails, Gen.Int[1, 1000]).Sample((trail, many) =>
    {
        var left = trail[..^(1 + many % (trail.Length - 1))];
        Assert.Empty(Faults(left, AuditHead.None));
        Assert.Equal(new(AuditFlaw.CutOff, left.Length + 1, trail.Length), Assert.Single(Faults(left, HeadOf(trail))));
    });

    [Fact]
    public void A_trail_written_anew_by_somebody_without_the_key_does_not_hold()
    {
        var forged = Chained(Enumerable.Repeat(new AuditRow(0, 1, null, "Unmasked", "a", "Desk", "s", "w", []), 5), new byte[32]);
        Assert.Equal(5, Faults(forged, AuditHead.None).Count);
    }

    [Fact]
    public void A_trail_that_goes_on_after_it_was_cut_is_another_at_the_anchor()
    {
        var trail = Chained(Enumerable.Range(0, 6).Select(i => new AuditRow(0, i, null, "Unmasked", "a", "Desk", "s", "w", [])));
        var goesOn = Chained([.. trail[..3], .. Enumerable.Range(0, 4).Select(i => new AuditRow(0, 100 + i, null, "Exported", "a", "Desk", "s", "w", []))]);
        Assert.Equal(new(AuditFlaw.Replaced, 6, 6), Assert.Single(Faults(goesOn, HeadOf(trail))));
    }

    private static AuditRow[] Chained(IEnumerable<AuditRow> rows) => Chained(rows, Key);

    private static AuditRow[] Chained(IEnumerable<AuditRow> rows, byte[] key)
    {
        var before = AuditHead.None.Hash;
        return [.. rows.Select((r, i) => r with { Number = i + 1 }).Select(r => r with { Hash = before = AuditChain.Hash(key, before, r) })];
    }

    private static AuditHead HeadOf(AuditRow[] trail) => new(trail[^1].Number, trail[^1].Hash);

    private static List<AuditFault> Faults(IEnumerable<AuditRow> trail, AuditHead anchor)
    {
        var check = new AuditCheck(Key, anchor);
        return [.. trail.SelectMany(check.Next), .. check.End()];
    }
}
