using System.Text.Json;
using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

/// <summary>
/// passes.json holds passes that another program wrote and signed, with what each is to be read as. The browser's reader is held to the same file (pass.test.ts), so
/// the two agree on every one of them.
/// </summary>
public sealed class PassVectorTests
{
    private sealed record Key(string Kid, string X, string Y);

    private sealed record Claims(string Id, string Kind, long Expires);

    private sealed record Vector(string Tells, string Text, string Reading, Claims? Claims, string? KeyId, int? Kind);

    private sealed record Vectors(long Now, Key[] Keys, string Revoked, [property: System.Text.Json.Serialization.JsonPropertyName("vectors")] Vector[] All);

    private static readonly Vectors Said = JsonSerializer.Deserialize<Vectors>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CheckIn", "passes.json")), JsonSerializerOptions.Web)!;
    private static readonly PassKey[] Keys = [.. Said.Keys.Select(k => PassKey.Public(k.X, k.Y)!)];
    private static readonly RevokedPasses Revoked = RevokedPasses.Read(Convert.FromBase64String(Said.Revoked))!;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Said.Now);

    public static TheoryData<string> All => [.. Said.All.Select(v => v.Tells)];

    [Theory, MemberData(nameof(All))]
    public void A_pass_that_another_program_wrote_is_read_as_what_it_is(string tells)
    {
        var vector = Said.All.Single(v => v.Tells == tells);
        var reading = SignedPass.Read(vector.Text, Keys, Now, Revoked);
        Assert.Equal(vector.Reading, Name(reading));
        var claims = reading switch { PassReading.Valid v => v.Claims, PassReading.Expired e => e.Claims, PassReading.Revoked r => r.Claims, _ => null };
        Assert.Equal(vector.Claims, claims is null ? null : new(claims.Id.ToString(), claims.Kind.ToString().ToLowerInvariant(), claims.Expires.ToUnixTimeSeconds()));
        if (reading is PassReading.UnknownSigner signer) Assert.Equal(vector.KeyId, signer.KeyId);
        if (reading is PassReading.OtherKind other) Assert.Equal(vector.Kind, other.Kind);
    }

    [Fact]
    public void The_file_has_two_keys_of_one_id_and_each_kind_of_answer()
    {
        Assert.Equal(Said.Keys.Select(k => k.Kid), Keys.Select(k => k.IdText));
        Assert.Contains(Keys.GroupBy(k => k.IdText), g => g.Count() == 2);
        Assert.Equal(["expired", "forged", "notAPass", "otherKind", "revoked", "unknownSigner", "valid"], Said.All.Select(v => v.Reading).Distinct().Order());
    }

    /// <summary>Each byte in seven ways; the bytes of the key id name another signer, the layout's make it no pass, every other one breaks the signature.</summary>
    [Fact]
    public void A_pass_with_any_one_byte_changed_is_refused()
    {
        var bytes = Base45.Decode(Said.All[0].Text.AsSpan(SignedPass.Prefix.Length))!;
        for (var at = 0; at < bytes.Length; at++)
            foreach (var change in new byte[] { 1, 2, 4, 16, 64, 128, 255 })
            {
                var altered = (byte[])bytes.Clone();
                altered[at] ^= change;
                var reading = Name(SignedPass.Read(SignedPass.Prefix + Base45.Encode(altered), Keys, Now, Revoked));
                var layout = at < 8 || at is >= 12 and < 18 or 22 or 23 or >= 40 and < 45 or 46 or 47 || (at == 45 && (bytes[45] ^ change) > 0x17);
                Assert.True(reading == (layout ? "notAPass" : at < 12 ? "unknownSigner" : "forged"), $"byte {at} changed by {change} reads as {reading}.");
            }
    }

    [Fact]
    public void Without_the_list_a_revoked_pass_still_reads_as_valid() =>
        Assert.IsType<PassReading.Valid>(SignedPass.Read(Said.All.Single(v => v.Reading == "revoked").Text, Keys, Now));

    [Fact]
    public void A_list_of_revoked_passes_is_six_bytes_for_each_and_knows_them_all()
    {
        var passes = Enumerable.Range(0, 2000).Select(_ => Guid.NewGuid()).ToList();
        var list = RevokedPasses.Read(RevokedPasses.Of(passes[..1000]).Bytes.ToArray())!;
        Assert.Equal((1000, 6000), (list.Count, list.Bytes.Length));
        Assert.All(passes[..1000], p => Assert.True(list.Has(p)));
        Assert.DoesNotContain(passes[1000..], list.Has);
        Assert.False(RevokedPasses.Of([]).Has(passes[0]));
        Assert.Null(RevokedPasses.Read(new byte[7]));
    }

    private static string Name(PassReading reading) => reading.GetType().Name is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "";
}
