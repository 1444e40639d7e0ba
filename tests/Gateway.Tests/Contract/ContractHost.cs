using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Outbound;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.Contract;

/// <summary>The gateway on the real store, with something of every kind that belongs to an account.</summary>
public sealed class ContractHost : IAsyncLifetime, INameResolver
{
    public const string Receiver = "https://receiver.example/hook";

    /// <summary>Of the first account, with every scope that ends in <c>:read</c>.</summary>
    public const string ReadingKey = "mgb_reading_0123456789012345678901234567";

    private readonly FakeTemplates _templates = new();

    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Dictionary<string, string?> settings = new()
        {
            ["Mogambo:Accounts:0:EventFeed"] = "true",
            ["Mogambo:Accounts:1:Numbers:0:DisplayPhoneNumber"] = "15550783882",
            ["Mogambo:Accounts:0:ApiKeys:3:Key"] = ReadingKey,
        };
        foreach (var (n, scope) in Scopes.All.Where(scope => scope.EndsWith(":read", StringComparison.Ordinal)).Index())
        {
            settings[$"Mogambo:Accounts:0:ApiKeys:3:Scopes:{n}"] = scope;
        }

        Host = await GatewayHost.StartAsync(
            settings,
            useStorage: true,
            configure: services => services.AddSingleton<ITemplates>(_templates).AddSingleton<IEvents>(new FakeEvents()).AddSingleton<INameResolver>(this));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Parse("192.0.43.8")]);

    /// <summary>The endpoints below <c>/v1</c> that the host serves.</summary>
    internal IReadOnlyList<string> Endpoints =>
    [
        .. Host.Service<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}")),
    ];

    /// <summary>Sends it as it is, with the placeholders in it replaced.</summary>
    internal async Task<HttpResponseMessage> SendAsync(ContractRequest request, string? key, string address, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(request.BodyType));
        return await Host.SendAsync(request.Method, address, key, content);
    }

    /// <summary>Replaces <c>{message}</c> and its like by something new of the other account.</summary>
    internal async Task<string> FillAsync(string text)
    {
        foreach (var (placeholder, make) in Makers())
        {
            if (text.Contains(placeholder, StringComparison.Ordinal))
            {
                text = text.Replace(placeholder, await make(), StringComparison.Ordinal);
            }
        }

        return text;
    }

    internal async Task<JsonElement> AsOtherAsync(HttpMethod method, string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await Host.SendAsync(method, path, Some.OtherKey, content);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private Dictionary<string, Func<Task<string>>> Makers() => new()
    {
        ["{number}"] = () => Task.FromResult(Some.OtherNumber),
        ["{user}"] = async () =>
        {
            var user = Some.User();
            await StoreAsync(user);
            await AsOtherAsync(HttpMethod.Put, $"/v1/contacts/{user}/opt-in", """{"source":"their shop"}""");
            return user.Value;
        },
        ["{message}"] = async () => (await StoreAsync(Some.User())).ToString(),
        ["{conversation}"] = async () =>
        {
            var user = Some.User();
            await StoreAsync(user);
            return $"{Some.OtherNumber}/{user}";
        },
        ["{template}"] = () =>
        {
            var name = "theirs_" + Some.User().Value;
            _templates.Add(name, "Hello {{1}}, here you are.", account: Some.OtherAccount);
            Host.Grains.Template(name, Some.Account).Reply = new TemplateReply.NotFound([]);
            Host.Grains.Template(name, Some.OtherAccount).Reply = new TemplateReply.Done(FakeTemplate.Document, IsUnderWay: true);
            return Task.FromResult(name);
        },
        ["{letter}"] = async () =>
        {
            var letter = new NewDeadLetter
            {
                Id = new(Guid.CreateVersion7()),
                Account = AccountId.Parse(Some.OtherAccount),
                Kind = DeadLetterKind.Body,
                Reason = "invalid-json",
                Raw = [.. "{"u8],
                At = DateTimeOffset.UnixEpoch,
            };
            await Host.Service<IDeadLetters>().AddAsync([letter], TestContext.Current.CancellationToken);
            return letter.Id.ToString();
        },
        ["{key}"] = () => MadeAsync("/v1/api-keys", """{"name":"theirs","scopes":["messages:send"]}"""),
        ["{subscription}"] = () => MadeAsync("/v1/subscriptions", $$"""{"url":"{{Receiver}}"}"""),
    };

    private async Task<string> MadeAsync(string path, string json) => (await AsOtherAsync(HttpMethod.Post, path, json)).GetProperty("id").GetString()!;

    private async Task<MessageId> StoreAsync(UserId user)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = MessageId.NewOutbound(now);
        await Host.Service<IConversationStore>().CommitAsync(new ConversationCommit
        {
            Id = Some.Conversation(user, Some.OtherNumber),
            Account = AccountId.Parse(Some.OtherAccount),
            ExpectedVersion = 0,
            State = [1],
            Summary = new ConversationSummary { LastMessageAt = now, Name = "Theirs", WindowClosesAt = now.AddHours(24) },
            NewMessages =
            [
                new NewMessage
                {
                    Key = MessageKey.OfOutbound(id),
                    Direction = MessageDirection.Outbound,
                    Type = "text",
                    Content = [.. """{"type":"text","text":{"body":"theirs"}}"""u8],
                    CreatedAt = now,
                    Phase = MessagePhase.Unknown,
                },
            ],
        }, TestContext.Current.CancellationToken);
        return id;
    }
}
