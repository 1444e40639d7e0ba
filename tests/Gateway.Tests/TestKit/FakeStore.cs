using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>The writes of the intake, recorded; it can be away or never answer.</summary>
public sealed class FakeStore : IConversationStore, IDeadLetters, IWebhookEvents
{
    public ConcurrentQueue<StatusUpdate> Applied { get; } = [];

    public ConcurrentDictionary<DeadLetterId, NewDeadLetter> Letters { get; } = [];

    public ConcurrentQueue<NewWebhookEvent> Events { get; } = [];

    public ConcurrentDictionary<MessageId, StoredMessage> Messages { get; } = [];

    public StatusResult StatusResult { get; set; } = new(null, Moved: true, MessagePhase.Settled);

    /// <summary>Comes before every write.</summary>
    public Func<Task> Behave { get; set; } = () => Task.CompletedTask;

    public bool IsEmpty => Applied.IsEmpty && Letters.IsEmpty && Events.IsEmpty;

    public async Task<IReadOnlyList<StatusResult>> ApplyStatusesAsync(IReadOnlyList<StatusUpdate> statuses, CancellationToken cancellationToken = default)
    {
        await Behave();
        foreach (var status in statuses)
        {
            Applied.Enqueue(status);
        }

        return [.. statuses.Select(_ => StatusResult)];
    }

    public async Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(
        IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken = default)
    {
        await Behave();
        return [.. keys.Where(key => Messages.ContainsKey(key.Id)).Select(key => Messages[key.Id])];
    }

    public async Task AddAsync(IReadOnlyList<NewDeadLetter> letters, CancellationToken cancellationToken = default)
    {
        await Behave();
        foreach (var letter in letters)
        {
            Letters.TryAdd(letter.Id, letter);
        }
    }

    public async Task AddAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default)
    {
        await Behave();
        foreach (var @event in events)
        {
            Events.Enqueue(@event);
        }
    }

    public async Task<IReadOnlyList<NewDeadLetter>> ListAsync(
        AccountId account, int limit, DeadLetterId? after = null, CancellationToken cancellationToken = default)
    {
        await Behave();
        var all = Letters.Values.Where(letter => letter.Account == account).OrderByDescending(letter => letter.At).ThenBy(letter => letter.Id.Value);
        var rest = after is { } id ? all.SkipWhile(letter => letter.Id != id).Skip(1) : all;
        return [.. rest.Take(limit)];
    }

    public Task<NewDeadLetter?> FindAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default) =>
        Task.FromResult(Letters.TryGetValue(id, out var letter) && letter.Account == account ? letter : null);

    public Task<bool> RemoveAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default) =>
        Task.FromResult(Letters.TryGetValue(id, out var letter) && letter.Account == account && Letters.TryRemove(id, out _));

    public Task<StoredConversation?> LoadAsync(ConversationId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<CommitResult> CommitAsync(ConversationCommit commit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<StoredMessage>> GetHistoryAsync(
        ConversationId id, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<byte[]?> GetBotContextAsync(ConversationId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationId>> TakeDueAsync(
        DateTimeOffset now, TimeSpan backOff, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task BringForwardAsync(Mogambo.Accounts.PhoneNumberId number, DateTimeOffset now, TimeSpan within, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
