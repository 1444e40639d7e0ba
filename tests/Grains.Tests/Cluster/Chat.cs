using System.Text;
using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Orleans.Serialization;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>One user writing to one number of a cluster, and what is on disk and at WhatsApp of it.</summary>
public sealed class Chat(GrainCluster cluster, ConversationId id)
{
    public ConversationId Id => id;

    public IConversationGrain Grain => cluster.Grains.Conversation(id);

    public IReadOnlyList<Attempt> Attempts => cluster.WhatsApp.AttemptsTo(id);

    /// <summary>What the user got to read, attempt by attempt.</summary>
    public IEnumerable<string> Sent => Attempts.Select(attempt => TextOf(attempt.Content.Json));

    /// <summary>A message of the user, not yet delivered.</summary>
    public InboundMessage Message(string text = "hello")
    {
        var wamid = $"wamid.{Guid.NewGuid():N}";
        var sentAt = DateTimeOffset.FromUnixTimeSeconds(cluster.Time.GetUtcNow().ToUnixTimeSeconds());
        return new()
        {
            Id = MessageId.OfInbound(id.Number, wamid, sentAt),
            Wamid = wamid,
            SentAt = sentAt,
            Type = "text",
            Text = text,
            Name = "Ana",
            WaId = id.User.Value,
            Content = Encoding.UTF8.GetBytes($$$"""{"type":"text","text":{"body":"{{{text}}}"}}"""),
        };
    }

    public async Task<InboundMessage> SaysAsync(string text = "hello")
    {
        var message = Message(text);
        await Grain.ReceiveAsync([message]);
        return message;
    }

    /// <summary>The conversation's rows, oldest first.</summary>
    public async Task<IReadOnlyList<MessageView>> RowsAsync()
    {
        var page = await cluster.Service<IMessageQueries>().ListAsync(TestAccounts.OwnerOf(id.Number), new() { Conversation = id }, 500);
        return [.. page.Items.Reverse()];
    }

    public async Task<IReadOnlyList<MessageView>> RepliesAsync() =>
        [.. (await RowsAsync()).Where(row => row.Direction == MessageDirection.Outbound)];

    public Task<StoredConversation?> StoredAsync() => cluster.Service<IConversationStore>().LoadAsync(id);

    public Task UntilRepliesAreAsync(string status, int count = 1, TimeSpan step = default) => cluster.UntilAsync(
        $"{count} replies are {status}",
        async () => await RepliesAsync() is var replies && replies.Count == count && replies.All(reply => reply.Status == status),
        step);

    public static string TextOf(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        return json.RootElement.GetProperty("text").GetProperty("body").GetString()!;
    }

    internal async Task<ConversationState> StateAsync() =>
        cluster.Service<Serializer<ConversationState>>().Deserialize((await StoredAsync())!.State)!;

    /// <summary>Writes the conversation as another process would, behind the back of its activation.</summary>
    internal async Task WriteAsync(ConversationState state, params IReadOnlyList<NewMessage> messages)
    {
        var result = await cluster.Service<IConversationStore>().CommitAsync(new()
        {
            Id = id,
            Account = TestAccounts.OwnerOf(id.Number),
            ExpectedVersion = (await StoredAsync())?.Version ?? 0,
            State = cluster.Service<Serializer<ConversationState>>().SerializeToArray(state),
            Summary = new() { LastMessageAt = cluster.Time.GetUtcNow() },
            NewMessages = messages,
        });
        Assert.IsType<CommitResult.Committed>(result);
    }
}
