using System.Text;
using CsCheck;
using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

public sealed class Base45Tests
{
    [Theory]
    [InlineData("AB", "BB8"), InlineData("Hello!!", "%69 VD92EX0"), InlineData("base-45", "UJCLQE7W581"), InlineData("ietf!", "QED8WEX0"), InlineData("", "")]
    public void The_examples_of_RFC_9285_come_out_and_go_back(string text, string encoded)
    {
        Assert.Equal(encoded, Base45.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base45.Decode(encoded)!));
    }

    [Theory]
    [InlineData("A"), InlineData("BB8A"), InlineData(":::"), InlineData("GGW"), InlineData("::"), InlineData("V5"), InlineData("bb8"), InlineData("B_8"), InlineData("ＢＢ8")]
    public void What_no_bytes_encode_to_is_refused(string text) => Assert.Null(Base45.Decode(text));

    [Fact]
    public void The_greatest_pair_and_the_greatest_single_byte_still_fit() => Assert.Equal([0xFF, 0xFF, 0xFF], Base45.Decode("FGWU5")!);

    [Fact]
    public void Any_bytes_come_back_from_characters_that_a_QR_packs_tight() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var text = Base45.Encode(bytes);
        Assert.Equal(bytes, Base45.Decode(text)!);
        Assert.All(text, c => Assert.Contains(c, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"));
    });

    [Fact]
    public void What_decodes_encodes_to_the_same_characters() =>
        Gen.Char["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"].Array[0, 30].Select(c => new string(c)).Sample(text =>
        {
            if (Base45.Decode(text) is { } bytes) Assert.Equal(text, Base45.Encode(bytes));
        });
}
