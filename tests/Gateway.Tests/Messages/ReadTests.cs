using System.Net;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>Messages, conversations and contacts as the API shows them, from the real store.</summary>
public sealed class ReadTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    private readonly ConversationId _conversation = Some.Conversation(Some.User());
    private readonly MessageId _outbound = MessageId.NewOutbound(At);

    private GatewayHost _host = null!;

    private MessageId Inbound => MessageId.OfInbound(_conversation.Number, "wamid.in", At);

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(useStorage: true);
        await _host.Service<IConversationStore>().CommitAsync(new ConversationCommit
        {
            Id = _conversation,
            Account = AccountId.Parse(Some.Account),
            ExpectedVersion = 0,
            State = [1],
            Summary = new ConversationSummary
            {
                Name = "Ana",
                WaId = _conversation.User.Value,
                WindowClosesAt = TimeProvider.System.GetUtcNow().AddHours(1),
                LastMessageAt = At,
            },
            NewMessages =
            [
                new NewMessage
                {
                    Key = MessageKey.OfInbound(Inbound, At),
                    Direction = MessageDirection.Inbound,
                    Type = "text",
                    Content = """{"type":"text","text":{"body":"hi"}}"""u8.ToArray(),
                    CreatedAt = At,
                    Wamid = "wamid.in",
                },
                new NewMessage
                {
                    Key = MessageKey.OfOutbound(_outbound),
                    Direction = MessageDirection.Outbound,
                    Type = "text",
                    Content = """{"type":"text","text":{"body":"echo hi"}}"""u8.ToArray(),
                    CreatedAt = At,
                    Phase = MessagePhase.Claimed,
                    Attempt = 1,
                    Reference = "order-77",
                },
            ],
        }, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_inbound_message_is_shown_with_the_fields_of_the_contract()
    {
        var message = await JsonAsync($"/v1/messages/{Inbound}");

        Assert.Equal(
            $$$"""{"id":"{{{Inbound}}}","wamid":"wamid.in","direction":"inbound","from":"{{{_conversation.User}}}","to":"{{{Some.Number}}}","user":"{{{_conversation.User}}}","type":"text","content":{"type":"text","text":{"body":"hi"}},"status":"received","reference":null,"statuses":[],"created_at":"2026-11-20T09:30:00Z"}""",
            message.GetRawText());
    }

    [Fact]
    public async Task An_outbound_message_shows_its_statuses_and_its_error()
    {
        await ApplyAsync(MessageStatus.Sent);
        await ApplyAsync(MessageStatus.Failed, new MessageError { Code = 131026, Title = "Undeliverable" });

        var message = await JsonAsync($"/v1/messages/{_outbound}");

        Assert.Equal("failed", message.GetProperty("status").GetString());
        Assert.Equal(Some.Number, message.GetProperty("from").GetString());
        Assert.Equal(_conversation.User.Value, message.GetProperty("to").GetString());
        Assert.Equal(["sent", "failed"], message.GetProperty("statuses").EnumerateArray().Select(status => status.GetProperty("status").GetString()));
        Assert.Equal(131026, message.GetProperty("error").GetProperty("code").GetInt32());
        Assert.False(message.GetProperty("statuses")[0].TryGetProperty("error", out _));
        Assert.Equal(131026, message.GetProperty("statuses")[1].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("?direction=inbound", 1)]
    [InlineData("?direction=outbound&status=claimed&reference=order-77", 1)]
    [InlineData("?status=received", 1)]
    [InlineData("?status=read", 0)]
    [InlineData("?number=" + Some.Number, 2)]
    [InlineData("?number=" + Some.OtherNumber, 0)]
    [InlineData("?reference=other", 0)]
    [InlineData("?user=%2B14155550000", 0)]
    public async Task A_list_is_filtered(string query, int count)
    {
        var list = await JsonAsync("/v1/messages" + query);

        Assert.Equal(count, list.GetProperty("data").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_user_is_found_however_the_number_is_written()
    {
        var plain = await JsonAsync($"/v1/messages?user={_conversation.User}");
        var plus = await JsonAsync($"/v1/messages?user=+{_conversation.User}");

        Assert.Equal(2, plain.GetProperty("data").GetArrayLength());
        Assert.Equal(2, plus.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Pages_join()
    {
        var first = await JsonAsync("/v1/messages?limit=1");
        var second = await JsonAsync($"/v1/messages?limit=1&after={first.GetProperty("next").GetString()}");

        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.NotEqual(
            first.GetProperty("data")[0].GetProperty("id").GetString(), second.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_400()
    {
        await CommitAnotherConversationAsync();
        var conversations = await JsonAsync("/v1/conversations?limit=1");

        using var response = await _host.GetAsync($"/v1/messages?after={conversations.GetProperty("next").GetString()}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_conversation_is_listed_and_shown_with_its_messages()
    {
        var list = await JsonAsync("/v1/conversations");
        var one = await JsonAsync($"/v1/conversations/{_conversation}");
        var messages = await JsonAsync($"/v1/conversations/{_conversation}/messages");

        Assert.Equal(list.GetProperty("data")[0].GetRawText(), one.GetRawText());
        Assert.Equal(_conversation.ToString(), one.GetProperty("id").GetString());
        Assert.Equal("Ana", one.GetProperty("name").GetString());
        Assert.True(one.GetProperty("window").GetProperty("open").GetBoolean());
        Assert.Equal("bot", one.GetProperty("handled_by").GetString());
        Assert.Equal(2, messages.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_person_is_shown_with_an_open_window()
    {
        var contact = await JsonAsync($"/v1/contacts/+{_conversation.User}");

        Assert.Equal(_conversation.User.Value, contact.GetProperty("number").GetString());
        Assert.Equal(_conversation.User.Value, contact.GetProperty("wa_id").GetString());
        Assert.Equal("Ana", contact.GetProperty("name").GetString());
        Assert.True(contact.GetProperty("window").GetProperty("open").GetBoolean());
    }

    [Theory]
    [InlineData("/v1/contacts/14155559999")]
    [InlineData("/v1/contacts/14155559999?from=" + Some.SecondNumber)]
    public async Task A_person_who_is_not_known_has_none_and_a_closed_window(string path)
    {
        var contact = await JsonAsync(path);

        Assert.Equal(
            """{"number":"14155559999","user":"14155559999","wa_id":null,"user_id":null,"name":null,"opt_in":{"status":"none","at":null,"source":null},"window":{"open":false,"closes_at":null},"handled_by":"bot"}""",
            contact.GetRawText());
    }

    [Fact]
    public async Task What_is_anothers_or_does_not_exist_is_404()
    {
        string[] paths =
        [
            $"/v1/messages/{Inbound}", $"/v1/messages/{_outbound}", $"/v1/conversations/{_conversation}", $"/v1/conversations/{_conversation}/messages",
            $"/v1/contacts/14155550100?from={Some.Number}",
        ];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync(path, Some.OtherKey)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/v1/messages/msg_x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/v1/conversations/x/y")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync($"/v1/conversations/{Some.Number}/14155559999/messages")).StatusCode);
        Assert.Equal(0, (await JsonAsync("/v1/messages", Some.OtherKey)).GetProperty("data").GetArrayLength());
        Assert.Equal(0, (await JsonAsync("/v1/conversations", Some.OtherKey)).GetProperty("data").GetArrayLength());
    }

    private Task<CommitResult> CommitAnotherConversationAsync() => _host.Service<IConversationStore>().CommitAsync(new ConversationCommit
    {
        Id = Some.Conversation(Some.User()),
        Account = AccountId.Parse(Some.Account),
        ExpectedVersion = 0,
        State = [1],
        Summary = new ConversationSummary { LastMessageAt = At },
    }, TestContext.Current.CancellationToken);

    private Task<StatusResult> ApplyAsync(MessageStatus status, MessageError? error = null) => _host.Service<IConversationStore>().ApplyStatusAsync(new StatusUpdate
    {
        Attempt = new AttemptId(_outbound, 1),
        Number = _conversation.Number,
        Wamid = "wamid.out",
        Status = status,
        At = At,
        Error = error,
    }, TestContext.Current.CancellationToken);

    private async Task<JsonElement> JsonAsync(string path, string key = Some.Key)
    {
        using var response = await _host.GetAsync(path, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return body.RootElement.Clone();
    }
}
