using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Templates;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>A host that takes sends, for the tests of a class; each test has users of its own.</summary>
public sealed class SendingHost : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public FakeTemplates Templates { get; } = new();

    public FakeKeys Keys { get; } = new();

    public async ValueTask InitializeAsync() => Host = await GatewayHost.StartAsync(
        new() { ["Mogambo:Gateway:SendDeadline"] = "00:00:00.300" },
        useStorage: true,
        configure: services =>
        {
            services.AddSingleton<ITemplates>(Templates);
            services.AddSingleton<IIdempotencyKeys>(Keys);
            services.AddSingleton<IUserLookup, FakeLookup>();
        });

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal FakeConversation Conversation(UserId user, string number = Some.Number) => Host.Grains.Of(Some.Conversation(user, number));

    internal static string Text(UserId user, string more = "") =>
        $$"""{"to":"{{user}}","from":"{{Some.Number}}","type":"text","text":{"body":"hi"}{{more}}}""";

    internal async Task<HttpResponseMessage> PostAsync(string body, string? idempotencyKey = null, string key = Some.Key, string path = "/v1/messages")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return await Host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        using var body = JsonDocument.Parse(text);
        return body.RootElement.Clone();
    }

    /// <summary>The problem's body; it has this name and says what to do.</summary>
    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status, string name)
    {
        var problem = await JsonAsync(response, status);
        Assert.Equal("urn:mogambo:problem:" + name, problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    /// <summary>Puts an outbound message on disk, as its conversation would have.</summary>
    internal async Task<MessageId> StoreAsync(UserId user, MessagePhase phase, string type = "text")
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = MessageId.NewOutbound(now);
        await Host.Service<IConversationStore>().CommitAsync(new ConversationCommit
        {
            Id = Some.Conversation(user),
            Account = AccountId.Parse(Some.Account),
            ExpectedVersion = 0,
            State = [1],
            Summary = new ConversationSummary { LastMessageAt = now },
            NewMessages =
            [
                new NewMessage
                {
                    Key = MessageKey.OfOutbound(id),
                    Direction = MessageDirection.Outbound,
                    Type = type,
                    Content = Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","{{{type}}}":{}}"""),
                    CreatedAt = now,
                    Phase = phase,
                },
            ],
        }, TestContext.Current.CancellationToken);
        return id;
    }
}
