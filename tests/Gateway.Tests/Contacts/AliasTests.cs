using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.OptIns;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Tests.Contacts;

/// <summary>One person under two names, from webhooks to conversations and look-ups.</summary>
public sealed class AliasTests : IAsyncLifetime
{
    private static readonly AccountId Account = AccountId.Parse(Some.Account);

    private readonly UserId _scoped = UserId.Parse($"US.{Guid.NewGuid():N}");
    private readonly UserId _user = Some.User();

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_message_without_number_reaches_the_conversation_of_the_number_once_both_were_told()
    {
        await DeliverAsync(Both());
        await DeliverAsync(Hidden("wamid.hidden"));

        Assert.Equal(2, Conversation(_user).Wamids.Count());
        Assert.Contains("wamid.hidden", Conversation(_user).Wamids);
        Assert.Empty(Conversation(_scoped).Wamids);
    }

    [Fact]
    public async Task So_it_does_in_another_process()
    {
        await LearntAsync(new(Account, _user, At) { WaId = _user.Value, BusinessScopedUserId = _scoped.Value });

        await DeliverAsync(Hidden("wamid.hidden"));

        Assert.Equal(["wamid.hidden"], Conversation(_user).Wamids);
        Assert.Empty(Conversation(_scoped).Wamids);
    }

    [Fact]
    public async Task Of_another_account_it_is_somebody_else()
    {
        await LearntAsync(new(AccountId.Parse(Some.OtherAccount), _user, At) { WaId = _user.Value, BusinessScopedUserId = _scoped.Value });

        await DeliverAsync(Hidden("wamid.hidden"));

        Assert.Equal(["wamid.hidden"], Conversation(_scoped).Wamids);
    }

    [Fact]
    public async Task Both_names_in_one_body_are_one_conversation_in_order()
    {
        await LearntAsync(new(Account, _user, At) { WaId = _user.Value, BusinessScopedUserId = _scoped.Value });

        await DeliverAsync(Webhook.Body(Webhook.Messages(
            Some.Number, HiddenMessage("wamid.1", 1790000001), Webhook.Text(_user, "wamid.0"), HiddenMessage("wamid.2", 1790000002))));

        Assert.Equal(["wamid.0", "wamid.1", "wamid.2"], Conversation(_user).Wamids);
    }

    [Fact]
    public async Task A_status_teaches_too()
    {
        var status = $$"""{"id":"wamid.o","status":"sent","timestamp":"1790000000","recipient_id":"551187654321","recipient_user_id":"{{_scoped}}"}""";
        await DeliverAsync(Webhook.Body(Webhook.Statuses(Some.Number, status)));

        await DeliverAsync(Hidden("wamid.hidden"));

        var person = UserId.Parse("5511987654321");
        Assert.Equal(["wamid.hidden"], Conversation(person).Wamids);
        Assert.Equal(new UserLookup.Found(person, "551187654321"), await FindWhenLearntAsync("+55 11 98765-4321", person));
    }

    [Fact]
    public async Task A_look_up_finds_the_person_by_either_name_with_the_address_that_WhatsApp_gave()
    {
        var person = UserId.Parse("5511987654321");
        await LearntAsync(new(Account, person, At) { WaId = "551187654321", BusinessScopedUserId = _scoped.Value });

        foreach (var name in new[] { "+55 (11) 98765-4321", "551187654321", _scoped.Value })
        {
            Assert.Equal(new UserLookup.Found(person, "551187654321"), await FindAsync(name));
        }
    }

    [Fact]
    public async Task A_user_known_by_business_scoped_id_alone_can_be_written_to() =>
        Assert.Equal(new UserLookup.Found(_scoped, null), await FindAsync(_scoped.Value));

    [Fact]
    public async Task A_number_that_nobody_knows_is_its_own_answer() =>
        Assert.Equal(new UserLookup.Found(UserId.Parse("491712345678"), null), await FindAsync("+49 (0)171 2345678"));

    [Fact]
    public async Task What_cannot_be_a_number_is_refused_unless_WhatsApp_itself_named_it()
    {
        Assert.IsType<UserLookup.InvalidNumber>(await FindAsync("+1415555"));

        await LearntAsync(new(Account, UserId.Parse("1415555"), At) { BusinessScopedUserId = _scoped.Value });

        Assert.Equal(new UserLookup.Found(UserId.Parse("1415555"), null), await FindAsync("+1415555"));
    }

    [Fact]
    public async Task Who_is_not_on_WhatsApp_is_so_for_seven_days()
    {
        await LearntAsync(new(Account, _user, TimeProvider.System.GetUtcNow()) { IsOnWhatsApp = false });
        Assert.IsType<UserLookup.NotOnWhatsApp>(await FindAsync(_user.Value));

        var other = Some.User();
        await LearntAsync(new(Account, other, TimeProvider.System.GetUtcNow().AddDays(-7)) { IsOnWhatsApp = false });
        Assert.IsType<UserLookup.Found>(await FindAsync(other.Value));
    }

    [Fact]
    public async Task An_opt_out_under_the_hidden_name_holds_for_the_number_once_it_is_known()
    {
        var optIns = _host.Service<IOptIns>();
        await optIns.RecordAsync([new() { Account = Account, User = _scoped, Action = OptInAction.OptedOut, At = At, Source = "STOP", By = "user" }]);

        await DeliverAsync(Both());

        await UntilAsync(async () => (await optIns.FindAsync(Account, _user)).For(PhoneNumberId.Parse(Some.Number))?.Action == OptInAction.OptedOut);
    }

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1790000000);

    private FakeConversation Conversation(UserId user) => _host.Grains.Of(Some.Conversation(user));

    private byte[] Both() => Webhook.Body(Webhook.Messages(
        Some.Number,
        $$$"""{"from":"{{{_user}}}","from_user_id":"{{{_scoped}}}","id":"{{{Some.Wamid()}}}","timestamp":"1790000000","type":"text","text":{"body":"hi"} }"""));

    private byte[] Hidden(string wamid) => Webhook.Body(Webhook.Messages(Some.Number, HiddenMessage(wamid, 1790000001)));

    private string HiddenMessage(string wamid, long at) =>
        $$$"""{"from_user_id":"{{{_scoped}}}","id":"{{{wamid}}}","timestamp":"{{{at}}}","type":"text","text":{"body":"hi"} }""";

    private async Task DeliverAsync(byte[] body) => Assert.Equal(System.Net.HttpStatusCode.OK, await _host.DeliverAsync(body));

    private async Task LearntAsync(ContactFact fact) => await _host.Service<IContacts>().LearnAsync([fact]);

    private async Task<UserLookup> FindAsync(string to)
    {
        Assert.True(_host.Service<AccountDirectory>().TryGetAccount(Account, out var account));
        return await _host.Service<IUserLookup>().FindAsync(account, to, TestContext.Current.CancellationToken);
    }

    private async Task<UserLookup> FindWhenLearntAsync(string to, UserId person)
    {
        await UntilAsync(async () => await _host.Service<IContacts>().FindAsync(Account, person) is not null);
        return await FindAsync(to);
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(15));
        var started = TimeProvider.System.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "It was not learnt.");
            await poll.WaitForNextTickAsync();
        }
    }
}
