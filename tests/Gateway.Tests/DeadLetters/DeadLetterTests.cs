using System.Net;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Gateway.Webhooks;
using Mogambo.Messages;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Tests.DeadLetters;

/// <summary>Dead letters over HTTP, kept in the real store.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(useStorage: true);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_dead_letter_is_listed_shown_and_deleted_by_its_account_only()
    {
        var id = await AddAsync(DeadLetterKind.Body, "invalid-json", "{"u8.ToArray());

        using var list = await JsonAsync("/v1/dead-letters");
        using var one = await JsonAsync($"/v1/dead-letters/{id}");
        using var foreignList = await JsonAsync("/v1/dead-letters", Some.OtherKey);

        Assert.Equal(id, list.RootElement.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, list.RootElement.GetProperty("next").ValueKind);
        Assert.False(list.RootElement.GetProperty("data")[0].TryGetProperty("raw", out _));
        Assert.Equal("{", one.RootElement.GetProperty("raw").GetString());
        Assert.Equal("body", one.RootElement.GetProperty("kind").GetString());
        Assert.Equal(0, foreignList.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Get, $"/v1/dead-letters/{id}", Some.OtherKey));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Delete, $"/v1/dead-letters/{id}", Some.OtherKey));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Post, $"/v1/dead-letters/{id}/replay", Some.OtherKey));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(HttpMethod.Delete, $"/v1/dead-letters/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Delete, $"/v1/dead-letters/{id}"));
    }

    [Fact]
    public async Task Pages_join_without_gap_or_repeat()
    {
        for (var n = 0; n < 5; n++)
        {
            await AddAsync(DeadLetterKind.Body, "invalid-json", [(byte)n]);
        }

        List<string> ids = [];
        string? next = null;
        do
        {
            using var page = await JsonAsync("/v1/dead-letters?limit=2" + (next is null ? "" : "&after=" + next));
            ids.AddRange(page.RootElement.GetProperty("data").EnumerateArray().Select(letter => letter.GetProperty("id").GetString()!));
            next = page.RootElement.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(5, ids.Count);
        Assert.Equal(5, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_letter_that_is_no_text_is_shown_as_base64()
    {
        var id = await AddAsync(DeadLetterKind.Body, "invalid-json", [0xFF]);

        using var one = await JsonAsync($"/v1/dead-letters/{id}");

        Assert.Equal("/w==", one.RootElement.GetProperty("raw_base64").GetString());
    }

    [Fact]
    public async Task A_webhook_that_can_take_effect_now_is_replayed_and_the_letter_goes()
    {
        var user = Some.User();
        var id = await AddAsync(DeadLetterKind.Change, "unknown-number", Webhook.Texts((user, "wamid.1")));

        await AssertReplayedAsync(id);

        Assert.Equal(["wamid.1"], _host.Grains.Of(Some.Conversation(user)).Wamids);
    }

    [Theory]
    [InlineData(DeadLetterKind.Body, "invalid-json", "{")]
    [InlineData(DeadLetterKind.Turn, "bot-failed", "{}")]
    [InlineData(DeadLetterKind.Inbox, "conversation-failed", "[]")]
    public async Task A_letter_that_fails_again_is_422_with_the_reason_and_stays(DeadLetterKind kind, string reason, string raw)
    {
        var id = await AddAsync(kind, reason, Webhook.Bytes(raw));

        await AssertFailsAgainAsync(id, reason);
    }

    [Fact]
    public async Task A_change_that_is_still_foreign_is_422_and_stays()
    {
        var body = Webhook.Body(Some.OtherAccount, [Webhook.Messages(Some.OtherNumber, Webhook.Text(Some.User(), "wamid.1"))]);
        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));
        using var list = await JsonAsync("/v1/dead-letters");
        var id = list.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;

        await AssertFailsAgainAsync(id, "foreign");

        using var after = await JsonAsync("/v1/dead-letters");
        Assert.Equal(1, after.RootElement.GetProperty("data").GetArrayLength());
        Assert.True(_host.Grains.IsUntouched);
    }

    [Fact]
    public async Task A_turn_is_replayed_by_its_conversation()
    {
        var conversation = Some.Conversation(Some.User());
        var message = MessageId.OfInbound(conversation.Number, "wamid.1", DateTimeOffset.UnixEpoch);
        var id = await AddAsync(DeadLetterKind.Turn, "bot-failed", "{}"u8.ToArray(), conversation, new MessageKey(message, 1));

        await AssertReplayedAsync(id);

        Assert.Equal(message, Assert.Single(_host.Grains.Of(conversation).Replayed));
    }

    [Fact]
    public async Task A_row_of_the_inbox_is_replayed_by_its_conversation()
    {
        var conversation = Some.Conversation(Some.User());
        var changes = new ConversationChanges(AccountId.Parse(Some.Account), conversation, [Message(conversation)], []);
        var id = await AddAsync(DeadLetterKind.Inbox, "conversation-failed", ConversationChangesJson.Write(changes), conversation);

        await AssertReplayedAsync(id);

        Assert.Equal(["wamid.1"], _host.Grains.Of(conversation).Wamids);
    }

    [Fact]
    public async Task A_conversation_that_still_fails_is_422_and_the_letter_stays()
    {
        var conversation = Some.Conversation(Some.User());
        var changes = new ConversationChanges(AccountId.Parse(Some.Account), conversation, [Message(conversation)], []);
        var id = await AddAsync(DeadLetterKind.Inbox, "conversation-failed", ConversationChangesJson.Write(changes), conversation);
        _host.Grains.Behave = () => throw new InvalidOperationException("down");

        await AssertFailsAgainAsync(id, "conversation-failed");
    }

    [Fact]
    public async Task A_flat_body_is_replayed_as_one_of_the_On_Premises_API()
    {
        var user = Some.User();
        var body = Webhook.Bytes($$"""{"messages":[{{Webhook.Text(user, "wamid.1")}}]}""");
        var id = await AddAsync(DeadLetterKind.Body, "malformed", body, account: Some.OnPremisesAccount);

        using var response = await _host.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{id}/replay", Some.OnPremisesKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["wamid.1"], _host.Grains.Of(Some.Conversation(user, Some.OnPremisesNumber)).Wamids);
    }

    private static InboundMessage Message(ConversationId conversation) => new()
    {
        Id = MessageId.OfInbound(conversation.Number, "wamid.1", DateTimeOffset.FromUnixTimeSeconds(1790000000)),
        Wamid = "wamid.1",
        SentAt = DateTimeOffset.FromUnixTimeSeconds(1790000000),
        Type = "text",
        Content = "{}"u8.ToArray(),
    };

    private async Task<string> AddAsync(
        DeadLetterKind kind, string reason, byte[] raw, ConversationId? conversation = null, MessageKey? message = null, string account = Some.Account)
    {
        var letter = new NewDeadLetter
        {
            Id = DeadLetterId.Of(AccountId.Parse(account), raw),
            Account = AccountId.Parse(account),
            Kind = kind,
            Reason = reason,
            Raw = raw,
            Conversation = conversation,
            Message = message,
            At = DateTimeOffset.FromUnixTimeSeconds(1790000000),
        };
        await _host.Service<IDeadLetters>().AddAsync([letter], TestContext.Current.CancellationToken);
        return letter.Id.ToString();
    }

    private async Task AssertReplayedAsync(string id)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{id}/replay");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            $$"""{"id":"{{id}}","status":"replayed"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Get, $"/v1/dead-letters/{id}"));
    }

    private async Task AssertFailsAgainAsync(string id, string reason)
    {
        using var response = await _host.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{id}/replay");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(reason, problem.RootElement.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, $"/v1/dead-letters/{id}"));
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string key = Some.Key)
    {
        using var response = await _host.SendAsync(method, path, key);
        return response.StatusCode;
    }

    private async Task<JsonDocument> JsonAsync(string path, string key = Some.Key)
    {
        using var response = await _host.GetAsync(path, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }
}
