using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Contacts;

namespace Mogambo.Storage.Tests.Contacts;

public abstract class ContactTests(StoreFixture fixture)
{
    private const string WaId = "551187654321";

    private static readonly UserId Scoped = UserId.Parse("BR.1234567890");

    private readonly AccountId _account = new(Random.Shared.NextInt64(1_000_000, long.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture));
    private readonly UserId _user = UserId.Parse(WaId);

    private IContacts Contacts => fixture.Store.Contacts;

    [Fact]
    public async Task Nobody_is_known_at_first()
    {
        Assert.Null(await Contacts.FindAsync(_account, _user, Cancellation));
        Assert.Null(await Contacts.FindNumberAsync(_account, Scoped, Cancellation));
    }

    [Fact]
    public async Task A_wa_id_that_differs_is_kept_for_every_process_and_only_for_its_account()
    {
        await Contacts.LearnAsync([Fact(WaId)], Cancellation);

        Assert.Equal(new StoredContact(_user, WaId, true, null, Some.Now), await Contacts.FindAsync(_account, _user, Cancellation));
        Assert.Equal(new StoredContact(_user, WaId, true, null, Some.Now), await ElsewhereAsync());
        Assert.Null(await Contacts.FindAsync(Some.Account, _user, Cancellation));
    }

    [Fact]
    public async Task A_wa_id_that_is_canonical_leaves_no_row_and_clears_another()
    {
        await Contacts.LearnAsync([Fact(_user.Value)], Cancellation);
        Assert.Null(await ElsewhereAsync());

        await Contacts.LearnAsync([Fact(WaId, seconds: 1)], Cancellation);
        await Contacts.LearnAsync([Fact(_user.Value, seconds: 2)], Cancellation);
        Assert.Null((await ElsewhereAsync())!.WaId);
    }

    [Fact]
    public async Task An_older_word_never_overwrites_a_newer_one_also_within_a_batch_and_from_another_process()
    {
        await Contacts.LearnAsync([Fact(WaId, seconds: 5), Fact("5511987654321", seconds: 3)], Cancellation);
        await using var other = await fixture.OpenAsync();
        await other.Contacts.LearnAsync([Fact(null, seconds: 4) with { IsOnWhatsApp = false }], Cancellation);

        Assert.Equal(new StoredContact(_user, WaId, true, null, Some.Now.AddSeconds(5)), await ElsewhereAsync());
    }

    [Fact]
    public async Task A_pair_is_told_once_and_found_by_either_name()
    {
        Assert.Null(await Contacts.FindNumberAsync(_account, Scoped, Cancellation));
        var fact = Fact(_user.Value) with { BusinessScopedUserId = Scoped.Value };

        var first = await Contacts.LearnAsync([fact], Cancellation);
        var second = await Contacts.LearnAsync([fact with { At = Some.Now.AddSeconds(1) }], Cancellation);

        Assert.Equal([fact], first);
        Assert.Empty(second);
        Assert.Equal(_user, await Contacts.FindNumberAsync(_account, Scoped, Cancellation));
        Assert.Equal(Scoped.Value, (await ElsewhereAsync())!.BusinessScopedUserId);
        await using var other = await fixture.OpenAsync();
        Assert.Equal(_user, await other.Contacts.FindNumberAsync(_account, Scoped, Cancellation));
        Assert.Null(await other.Contacts.FindNumberAsync(Some.Account, Scoped, Cancellation));
    }

    [Fact]
    public async Task A_pair_and_a_differing_wa_id_do_not_take_each_other_away()
    {
        await Contacts.LearnAsync([Fact(WaId)], Cancellation);
        await Contacts.LearnAsync([Fact(null, seconds: 1) with { BusinessScopedUserId = Scoped.Value }], Cancellation);

        Assert.Equal(new StoredContact(_user, WaId, true, Scoped.Value, Some.Now.AddSeconds(1)), await ElsewhereAsync());
    }

    [Fact]
    public async Task Not_on_WhatsApp_is_believed_for_seven_days_or_until_the_user_shows_up()
    {
        await Contacts.LearnAsync([Fact(null) with { IsOnWhatsApp = false }], Cancellation);

        var absent = (await ElsewhereAsync())!;
        Assert.True(absent.IsAbsentAt(Some.Now.AddDays(7).AddSeconds(-1)));
        Assert.False(absent.IsAbsentAt(Some.Now.AddDays(7)));

        await Contacts.LearnAsync([Fact(null, seconds: 1) with { IsOnWhatsApp = false }], Cancellation);
        Assert.True((await ElsewhereAsync())!.IsAbsentAt(Some.Now.AddDays(7)));

        await Contacts.LearnAsync([Fact(_user.Value, seconds: 2)], Cancellation);
        Assert.False((await ElsewhereAsync())!.IsAbsentAt(Some.Now));
    }

    [Fact]
    public async Task A_thousand_users_are_learnt_at_once()
    {
        var facts = Enumerable.Range(0, 1000)
            .Select(n => new ContactFact(_account, UserId.Parse($"4917100{n:D5}"), Some.Now) { BusinessScopedUserId = $"DE.{n}" })
            .ToList();

        Assert.Equal(1000, (await Contacts.LearnAsync(facts, Cancellation)).Count);

        await using var other = await fixture.OpenAsync();
        Assert.Equal(facts[999].User, await other.Contacts.FindNumberAsync(_account, UserId.Parse("DE.999"), Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ContactFact Fact(string? waId, int seconds = 0) => new(_account, _user, Some.Now.AddSeconds(seconds)) { WaId = waId };

    /// <summary>What a process sees that has nothing in its cache.</summary>
    private async Task<StoredContact?> ElsewhereAsync()
    {
        await using var other = await fixture.OpenAsync();
        return await other.Contacts.FindAsync(_account, _user, Cancellation);
    }
}

public sealed class SqliteContactTests(SqliteFixture fixture) : ContactTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlContactTests(PostgreSqlFixture fixture) : ContactTests(fixture), IClassFixture<PostgreSqlFixture>;
