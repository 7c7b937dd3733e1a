using CsCheck;
using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

public sealed class SignedPassTests
{
    private static readonly DateTimeOffset Now = new(2022, 8, 14, 8, 0, 0, TimeSpan.Zero);
    private static readonly PassKey Key = PassKey.Make(), Other = PassKey.Make();
    private static readonly Gen<PassClaims> Claims = Gen.Select(Gen.Guid, Gen.Enum<PassKind>(), Gen.Int[1, 1_000_000_000], (id, kind, seconds) => new PassClaims(id, kind, Now.AddSeconds(seconds)));

    [Fact]
    public void A_pass_says_what_was_written_to_whoever_has_the_public_key() => Claims.Sample(claims =>
    {
        var text = SignedPass.Write(claims, Key);
        Assert.Equal(SignedPass.TextLength, text.Length);
        Assert.Equal(new PassReading.Valid(claims), SignedPass.Read(text, [Other, Key.Public()], Now));
    }, iter: 100);

    [Fact]
    public void A_pass_is_over_from_the_second_of_its_expiry_on()
    {
        var claims = new PassClaims(Guid.NewGuid(), PassKind.Household, Now);
        var text = SignedPass.Write(claims, Key);
        Assert.Equal(new PassReading.Valid(claims), SignedPass.Read(text, [Key], Now.AddMilliseconds(-1)));
        Assert.Equal(new PassReading.Expired(claims), SignedPass.Read(text, [Key], Now));
    }

    [Fact]
    public void A_pass_of_another_key_names_its_signer()
    {
        var text = SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, Now.AddDays(1)), Other);
        Assert.Equal(new PassReading.UnknownSigner(Other.IdText), SignedPass.Read(text, [Key], Now));
    }

    [Fact]
    public void A_bit_changed_anywhere_is_never_valid() => Gen.Select(Claims, Gen.Int[0, 111], Gen.Int[0, 7]).Sample((claims, at, bit) =>
    {
        var bytes = Bytes(SignedPass.Write(claims, Key));
        bytes[at] ^= (byte)(1 << bit);
        var reading = SignedPass.Read(SignedPass.Prefix + Base45.Encode(bytes), [Key], Now);
        Assert.True(reading is PassReading.Forged or PassReading.UnknownSigner or PassReading.NotAPass, $"byte {at} bit {bit}: {reading}");
    }, iter: 300);

    [Fact]
    public void Who_puts_our_key_id_on_a_pass_of_their_own_is_a_forger()
    {
        var bytes = Bytes(SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, Now.AddDays(1)), Other));
        Key.Id.CopyTo(bytes.AsSpan(8));
        Assert.Equal(new PassReading.Forged(), SignedPass.Read(SignedPass.Prefix + Base45.Encode(bytes), [Key], Now));
    }

    [Fact]
    public void A_kind_that_a_later_program_signed_is_told_as_such()
    {
        var text = SignedPass.Write(new(Guid.NewGuid(), (PassKind)9, Now.AddDays(1)), Key);
        Assert.Equal(new PassReading.OtherKind(9), SignedPass.Read(text, [Key], Now));
    }

    [Theory]
    [InlineData(""), InlineData("SO1:"), InlineData("HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A5:S9MKN4NN3F85QNCY0O%0VZ001HOC9JU0D0HT0HB2PL/IB*09B9LW4T*8+DCMH0LDK2"), InlineData("https://example.org/s/S01")]
    public void Other_codes_are_no_pass(string text) => Assert.Equal(new PassReading.NotAPass(), SignedPass.Read(text, [Key], Now));

    [Fact]
    public void Any_text_of_a_passs_length_is_read_without_harm() =>
        Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:é码"].Array[SignedPass.TextLength - 4].Sample(c => SignedPass.Read(SignedPass.Prefix + new string(c), [Key], Now) is not PassReading.Valid);

    [Fact]
    public void A_key_comes_back_from_its_file_with_the_same_id()
    {
        using var read = PassKey.Read(Key.Secret())!;
        Assert.Equal(Key.IdText, read.IdText);
        Assert.IsType<PassReading.Valid>(SignedPass.Read(SignedPass.Write(new(Guid.NewGuid(), PassKind.Resident, Now.AddDays(1)), read), [Key.Public()], Now));
        Assert.False(Key.Public().CanSign);
    }

    private static byte[] Bytes(string text) => Base45.Decode(text.AsSpan(SignedPass.Prefix.Length))!;
}
