using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ScreenOps.Server.Access;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;
using ScreenOps.Server.Tests.Platform;

namespace ScreenOps.Server.Tests.Access;

/// <summary>What time does to passwords and codes, on a clock of the test's own.</summary>
public sealed class PasswordAndCodeTests(RealEngines engines)
{
    private const string Phone = "13800000001", Password = "three blind mice";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero));
    private readonly AccessOptions options = new();

    [Fact]
    public async Task A_locked_account_opens_by_itself_after_five_minutes()
    {
        var (accounts, _, _) = await Ready();
        for (var tries = 0; tries < options.Tries; tries++) Assert.IsType<SignIn.Wrong>(await accounts.Check(Phone, "guess", default));
        time.Advance(options.Locked - TimeSpan.FromSeconds(1));
        Assert.IsType<SignIn.Locked>(await accounts.Check(Phone, Password, default));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SignIn.Good>(await accounts.Check(Phone, Password, default));
    }

    [Fact]
    public async Task A_right_password_forgives_the_wrong_ones_before_it()
    {
        var (accounts, _, _) = await Ready();
        for (var round = 0; round < 3; round++)
        {
            for (var tries = 1; tries < options.Tries; tries++) Assert.IsType<SignIn.Wrong>(await accounts.Check(Phone, "guess", default));
            Assert.IsType<SignIn.Good>(await accounts.Check(Phone, Password, default));
        }
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_counted_one_by_one()
    {
        var (accounts, _, _) = await Ready();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => accounts.Check(Phone, "guess", default)));
        Assert.Equal(options.Tries, answers.Count(a => a is SignIn.Wrong));
        Assert.Equal(12 - options.Tries, answers.Count(a => a is SignIn.Locked));
    }

    [Fact]
    public async Task Nobody_is_wrong_and_never_locked()
    {
        var (accounts, _, _) = await Ready();
        for (var tries = 0; tries < options.Tries + 1; tries++) Assert.IsType<SignIn.Wrong>(await accounts.Check("13800000099", Password, default));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_after_a_day()
    {
        var (_, codes, district) = await Ready();
        var code = await codes.ForSite(district.Code, "S1", false, default);
        time.Advance(options.CodeLife);
        Assert.Null(await codes.TakeForDevice(code.Code, Guid.NewGuid(), default));
    }

    [Fact]
    public async Task One_code_enrols_one_tablet_however_many_try_at_once()
    {
        var (_, codes, district) = await Ready();
        var code = await codes.ForSite(district.Code, "S1", true, default);
        var enrolled = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => codes.TakeForDevice(code.Code, Guid.NewGuid(), default)));
        Assert.True(Assert.Single(enrolled, e => e is not null)!.Rehearsal);
    }

    [Fact]
    public async Task A_link_is_answered_again_to_the_same_device_for_two_minutes()
    {
        var (accounts, codes, district) = await Ready();
        var (centre, device) = (await accounts.FirstCentre(district.Code, "centre", default), Guid.NewGuid());
        var code = (await codes.ForAccount(centre, default)).Code;
        Assert.Equal(centre, await codes.TakeForAccount(code, device, default));
        Assert.Null(await codes.TakeForAccount(code, null, default));
        Assert.Null(await codes.TakeForAccount(code, Guid.NewGuid(), default));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(centre, await codes.TakeForAccount(code, device, default));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await codes.TakeForAccount(code, device, default));
    }

    private async Task<(Accounts, OneTimeCodes, BoardDistrict)> Ready()
    {
        var district = await BoardDistrict.Make(engines);
        var postgres = NpgsqlDataSource.Create(district.Postgres);
        var vault = new Vault(KeyRing.Of(new byte[32], new byte[32]));
        var accounts = new Accounts(postgres, vault, new PasswordHasher<AccountInfo>(), Options.Create(options), time, NullLogger<Accounts>.Instance);
        var id = Guid.NewGuid();
        await accounts.Add(new(id, district.Code, "centre", Grant.CommandCentre, null, Guid.Empty, false), Phone, default);
        await accounts.ChangePassword(id, null, Password, default);
        return (accounts, new OneTimeCodes(postgres, Options.Create(options), time, NullLogger<OneTimeCodes>.Instance), district);
    }
}
