using System.Threading.Channels;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Webhooks;
using Mogambo.Storage;
using Mogambo.Storage.Contacts;

namespace Mogambo.Gateway.Contacts;

/// <summary>
/// Knows which business-scoped user id is which number, from the webhooks that tell both (fact sheet 7), so that a user has one
/// conversation, whichever WhatsApp tells. A message that carries what is learnt already costs one look into memory.
/// </summary>
internal sealed class UserAliases(IContacts contacts)
{
    private const int Remembered = 50_000;
    private const int MaxWaiting = 20_000;

    private readonly BoundedMap<(AccountId, UserId), Said> _said = new(Remembered);
    private readonly BoundedMap<(AccountId, UserId), UserId> _numbers = new(Remembered);

    private readonly Channel<ContactFact> _new = Channel.CreateBounded<ContactFact>(MaxWaiting);

    /// <summary>What is still to be written down.</summary>
    public ChannelReader<ContactFact> New => _new.Reader;

    /// <summary>Notes what a webhook tells about its users. Never waits: what finds no room is learnt from a later message.</summary>
    public void Observe(SortedWebhook webhook)
    {
        foreach (var conversation in webhook.Conversations)
        {
            foreach (var message in conversation.Messages)
            {
                Observe(conversation.Account, conversation.Conversation.User, message.WaId, message.BusinessScopedUserId, message.SentAt);
            }
        }

        foreach (var fact in webhook.Recipients)
        {
            Observe(fact.Account, fact.User, fact.WaId, fact.BusinessScopedUserId, fact.At);
        }
    }

    /// <summary>Whether users are in it who are named by business-scoped id alone.</summary>
    public static bool NeedsAsking(SortedWebhook webhook) =>
        webhook.Conversations.Any(changes => changes.Conversation.User.IsBusinessScoped) || webhook.OptIns.Any(entry => entry.User.IsBusinessScoped);

    /// <summary>The webhook with every user under the one name by which they are known.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be known who they are.</exception>
    public async Task<SortedWebhook> ResolveAsync(SortedWebhook webhook)
    {
        Dictionary<ConversationId, ConversationChanges> conversations = [];
        foreach (var changes in webhook.Conversations)
        {
            var id = changes.Conversation with { User = await FindAsync(changes.Account, changes.Conversation.User) };
            conversations[id] = conversations.TryGetValue(id, out var others)
                ? others with { Messages = [.. others.Messages.Concat(changes.Messages).OrderBy(message => message.SentAt)] }
                : changes with { Conversation = id };
        }

        List<Storage.OptIns.NewOptIn> optIns = new(webhook.OptIns.Count);
        foreach (var entry in webhook.OptIns)
        {
            optIns.Add(entry with { User = await FindAsync(entry.Account, entry.User) });
        }

        return webhook with { Conversations = [.. conversations.Values], OptIns = optIns };
    }

    /// <summary>The name a user is known by: the number where WhatsApp ever told it, otherwise as given.</summary>
    public async ValueTask<UserId> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default)
    {
        if (!user.IsBusinessScoped)
        {
            return user;
        }

        return _numbers.TryGet((account, user), out var number)
            ? number
            : await contacts.FindNumberAsync(account, user, cancellationToken) ?? user;
    }

    /// <summary>What could not be written down is learnt again from a later message.</summary>
    public void Forget(ContactFact fact) => _said.Remove((fact.Account, fact.User));

    /// <summary>The person is erased: the next message tells it all again.</summary>
    public void Forget(AccountId account, UserId user)
    {
        if (_said.TryGet((account, user), out var said) && UserId.TryParse(said.BusinessScopedId, null, out var businessScoped))
        {
            _numbers.Remove((account, businessScoped));
        }

        _said.Remove((account, user));
    }

    private void Observe(AccountId account, UserId user, string? waId, string? businessScopedId, DateTimeOffset at)
    {
        if (user.IsBusinessScoped)
        {
            return;
        }

        var said = new Said(waId, businessScopedId);
        if (_said.TryGet((account, user), out var before) && before == said)
        {
            return;
        }

        _said.Set((account, user), said);
        if (UserId.TryParse(businessScopedId, null, out var businessScoped))
        {
            _numbers.Set((account, businessScoped), user);
        }

        var fact = new ContactFact(account, user, at) { WaId = waId, BusinessScopedUserId = businessScopedId };
        if (!_new.Writer.TryWrite(fact))
        {
            Forget(fact);
        }
    }

    private readonly record struct Said(string? WaId, string? BusinessScopedId);
}
