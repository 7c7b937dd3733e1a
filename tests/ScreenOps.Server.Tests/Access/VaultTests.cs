using System.Security.Cryptography;
using System.Text;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>What is sealed, and the ring of keys that opens it.</summary>
public sealed class VaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("screenops-ring-").FullName;

    private KeyRing Ring(string? master = null) => KeyRing.InFolder(folder, master, TimeProvider.System);

    [Fact]
    public void A_value_opens_after_its_key_was_followed_by_another_and_what_comes_next_is_sealed_with_that()
    {
        var ring = Ring();
        var vault = new Vault(ring);
        var old = vault.Seal("王秀英");
        var first = ring.Now.Sealing;
        var added = ring.Add();
        Assert.Equal("王秀英", vault.Open(old));
        Assert.True(old.AsSpan().StartsWith(Vault.Head(first)));
        Assert.True(vault.Seal("王秀英").AsSpan().StartsWith(Vault.Head(added)));
        ring.Drop(first.Id);
        Assert.Throws<CryptographicException>(() => vault.Open(old));
    }

    [Fact]
    public void Another_server_opens_at_once_what_was_sealed_with_a_key_that_it_has_not_met()
    {
        var (one, two) = (Ring(), Ring());
        one.Add();
        Assert.Equal("x", new Vault(two).Open(new Vault(one).Seal("x")));
        Assert.Equal(new Vault(one).Index("x"), new Vault(two).Index("x"));
    }

    [Fact]
    public void What_was_sealed_and_looked_up_before_there_was_a_ring_still_is()
    {
        var (seal, index) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        DataFolder.WriteSecret(Path.Combine(folder, "seal"), Convert.ToBase64String(seal));
        DataFolder.WriteSecret(Path.Combine(folder, "index"), Convert.ToBase64String(index));
        var vault = new Vault(Ring());
        Assert.Equal("13800000001", vault.Open(AsBefore(seal, "13800000001")));
        Assert.Equal(HMACSHA256.HashData(index, Encoding.UTF8.GetBytes("13800000001")), vault.Index("13800000001"));
        Assert.Equal("13800000001", vault.Open(vault.Seal("13800000001")));
    }

    [Fact]
    public void A_value_of_which_one_bit_was_changed_does_not_open()
    {
        var vault = new Vault(Ring());
        var box = vault.Seal("王秀英");
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = (byte[])box.Clone();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<CryptographicException>(() => vault.Open(changed));
        }
    }

    [Fact]
    public void The_ring_opens_with_its_own_master_key_only_wherever_that_lies()
    {
        var elsewhere = Path.Combine(folder, "elsewhere", "master");
        var box = new Vault(Ring(elsewhere)).Seal("x");
        Assert.False(File.Exists(Path.Combine(folder, "master")));
        Assert.Contains("ScreenOps__MasterKeyFile", Assert.Throws<StartException>(() => Ring()).Message, StringComparison.Ordinal);
        Assert.Equal("x", new Vault(Ring(elsewhere)).Open(box));
        DataFolder.WriteSecret(elsewhere, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Assert.Contains("does not open with its master key", Assert.Throws<StartException>(() => Ring(elsewhere)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_master_key_is_changed_a_crash_after_any_step_leaves_a_ring_that_opens_and_the_change_goes_on()
    {
        var ring = Ring();
        var (box, old) = (new Vault(ring).Seal("王秀英"), File.ReadAllText(Path.Combine(folder, "master")));
        Action[] steps = [() => Ring().BeginMaster(), () => Ring().MoveMaster(), () => Assert.True(Ring().EndMaster())];
        for (var done = 0; done <= steps.Length; done++)
        {
            // So many steps, and the server is gone.
            foreach (var step in steps[..done]) step();
            Assert.Equal("王秀英", new Vault(Ring()).Open(box));
            Assert.Null(Ring().ChangeMaster());
            Assert.Equal("王秀英", new Vault(Ring()).Open(box));
            Assert.False(Ring().MasterChanges || File.Exists(Path.Combine(folder, "master.next")));
        }
        Assert.NotEqual(old, File.ReadAllText(Path.Combine(folder, "master")));
        // A server that ran all the while goes by the new one, and makes keys that others open.
        var added = ring.Add();
        Assert.Equal(added.Id, Ring().Now.Sealing.Id);
        DataFolder.WriteSecret(Path.Combine(folder, "master"), old);
        Assert.Contains("does not open with its master key", Assert.Throws<StartException>(() => Ring()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_key_that_lies_elsewhere_is_put_there_by_whoever_may_and_until_then_both_open_and_no_key_is_added()
    {
        var elsewhere = Path.Combine(folder, "elsewhere", "master");
        var ring = Ring(elsewhere);
        var box = new Vault(ring).Seal("x");
        var next = ring.ChangeMaster()!;
        Assert.Equal(next, ring.ChangeMaster());
        Assert.Throws<InvalidOperationException>(() => ring.Add());
        Assert.False(ring.EndMaster());
        Assert.Equal("x", new Vault(Ring(elsewhere)).Open(box));
        File.Copy(next, elsewhere, overwrite: true);
        Assert.Equal("x", new Vault(Ring(elsewhere)).Open(box));
        Assert.True(ring.EndMaster());
        Assert.Equal(ring.Add().Id, Ring(elsewhere).Now.Sealing.Id);
        Assert.False(File.Exists(next));
    }

    [Fact]
    public void No_key_stands_in_the_ring_file_as_it_is()
    {
        var ring = Ring();
        ring.Add();
        var file = File.ReadAllText(Path.Combine(folder, "ring"));
        Assert.All(ring.Now.All.Select(k => k.Secret).Append(ring.Now.Index), k => Assert.DoesNotContain(Convert.ToBase64String(k), file, StringComparison.Ordinal));
        if (OperatingSystem.IsWindows()) return;
        foreach (var path in Directory.GetFiles(folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static byte[] AsBefore(byte[] key, string text)
    {
        var (plain, box) = (Encoding.UTF8.GetBytes(text), new byte[28 + Encoding.UTF8.GetByteCount(text)]);
        // A nonce that begins as a head does.
        RandomNumberGenerator.Fill(box.AsSpan(0, 12));
        box[0] = 1;
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(box.AsSpan(0, 12), plain, box.AsSpan(28), box.AsSpan(12, 16));
        return box;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
