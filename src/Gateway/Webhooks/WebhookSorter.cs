using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Numbers;
using Mogambo.Messages;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.WebhookEvents;
using Mogambo.Templates;
using Mogambo.WhatsApp.Webhooks;
using Mogambo.WhatsApp.Webhooks.Users;

namespace Mogambo.Gateway.Webhooks;

/// <summary>
/// Decides where each part of a webhook goes. A change takes effect only if the secret that was used belongs to the account of its entry
/// and of its number; any other is kept as a dead letter of an account whose secret it was.
/// </summary>
internal sealed class WebhookSorter(AccountDirectory accounts, WebhookOrigin origin, DateTimeOffset now)
{
    private readonly Dictionary<ConversationId, (AccountId Owner, List<InboundMessage> Messages)> _messages = [];
    private readonly List<StatusUpdate> _statuses = [];
    private readonly List<StatusUpdate> _failures = [];
    private readonly List<NewOptIn> _optIns = [];
    private readonly List<ContactFact> _recipients = [];
    private readonly List<NewWebhookEvent> _events = [];
    private readonly List<NumberChange> _numberChanges = [];
    private readonly List<NewDeadLetter> _deadLetters = [];
    private readonly List<AccountId> _reportedErrors = [];
    private readonly List<(AccountId Account, string Name, TemplateUpdate Update)> _templates = [];
    private readonly List<AccountId> _unnamedTemplates = [];
    private int _othersStatuses;

    public SortedWebhook Sort(WebhookBody body)
    {
        foreach (var change in body.Changes)
        {
            Add(change);
        }

        foreach (var part in body.Malformed)
        {
            var kind = part.Reason == "invalid-json" ? DeadLetterKind.Body : DeadLetterKind.Change;
            AddDeadLetter(part.EntryId, kind, part.Reason, part.Details, part.Raw);
        }

        return new SortedWebhook
        {
            Conversations = [.. _messages.Select(pair => new ConversationChanges(pair.Value.Owner, pair.Key, pair.Value.Messages, []))],
            Statuses = _statuses,
            Failures = _failures,
            OptIns = _optIns,
            Recipients = _recipients,
            Events = _events,
            NumberChanges = _numberChanges,
            DeadLetters = _deadLetters,
            OthersStatuses = _othersStatuses,
            ReportedErrors = _reportedErrors,
            Templates = [.. _templates
                .GroupBy(template => (template.Account, template.Name), template => template.Update)
                .Select(group => new TemplateChanges(group.Key.Account, group.Key.Name, [.. group]))],
            UnnamedTemplates = _unnamedTemplates,
        };
    }

    private void Add(WebhookChange change)
    {
        if (NumberOf(change.Value) is { } id && !accounts.TryGetNumber(id, out _))
        {
            AddDeadLetter(change, "unknown-number", $"No account has the number {id}.");
            return;
        }

        if (origin.OwnerOf(change.EntryId) is not { } owner)
        {
            AddDeadLetter(change, "foreign", "The secret that signed it is not of the account it names.");
            return;
        }

        switch (change.Value)
        {
            case MessagesValue value when accounts.TryGetNumber(value.Number, out var number) && number.Account == owner:
                Add(owner.Id, value, change);
                break;
            case UserPreferencesValue value when accounts.TryGetNumber(value.Number, out var number) && number.Account == owner:
                Add(owner.Id, value, change);
                break;
            case MessagesValue or UserPreferencesValue:
                AddDeadLetter(change, "foreign", $"The number {NumberOf(change.Value)} is not of the account it names.");
                break;
            case var value when TemplateChanges.IsAboutTemplates(value):
                AddTemplate(owner.Id, change);
                break;
            default:
                AddEvent(owner.Id, change);
                if (NumberIntake.IsOfNumbers(change.Value))
                {
                    _numberChanges.Add(new(owner.Id, change.EntryTime, change.Value));
                }

                break;
        }
    }

    private void Add(AccountId account, MessagesValue value, WebhookChange change)
    {
        foreach (var (user, message) in value.Messages)
        {
            var conversation = new ConversationId(value.Number, user);
            if (!_messages.TryGetValue(conversation, out var found))
            {
                _messages[conversation] = found = (account, []);
            }

            found.Messages.Add(message);
        }

        foreach (var status in value.Statuses)
        {
            (ConcernsConversation(status) ? _failures : _statuses).Add(status);
        }

        _recipients.AddRange(value.Recipients.Select(seen =>
            new ContactFact(account, seen.User, seen.At) { WaId = seen.WaId, BusinessScopedUserId = seen.BusinessScopedUserId }));
        _othersStatuses += value.OthersStatuses;
        if (value.Errors.Count > 0)
        {
            _reportedErrors.Add(account);
        }

        // Statuses of the On-Premises API carry no attempt of ours: kept until conversations find their messages by recipient.
        if (value.Errors.Count > 0 || value.OnPremisesStatuses.Count > 0)
        {
            AddEvent(account, change);
        }
    }

    private void AddTemplate(AccountId account, WebhookChange change)
    {
        if (TemplateChanges.Read(change, now) is { } read)
        {
            _templates.Add((account, read.Name, read.Update));
        }
        else
        {
            // It cannot be applied as it is: WhatsApp's list will say what it meant.
            AddEvent(account, change);
            _unnamedTemplates.Add(account);
        }
    }

    // A category that is none of ours is kept as it came.
    private void Add(AccountId account, UserPreferencesValue value, WebhookChange change)
    {
        var marketing = value.Preferences.Where(MarketingPreference.IsOne).ToList();
        _optIns.AddRange(marketing.Select(preference => MarketingPreference.ToOptIn(account, preference)));
        if (marketing.Count < value.Preferences.Count)
        {
            AddEvent(account, change);
        }
    }

    private static PhoneNumberId? NumberOf(WebhookValue value) => value switch
    {
        MessagesValue messages => messages.Number,
        UserPreferencesValue preferences => preferences.Number,
        _ => null,
    };

    // A failure after which the message may be sent again, or that says something of the user: marketing was stopped (131050).
    private static bool ConcernsConversation(StatusUpdate status) =>
        status is { Status: MessageStatus.Failed } and ({ Remedy: not SendRemedy.Fail } or { Error.Code: 131050 });

    private void AddEvent(AccountId account, WebhookChange change) =>
        _events.Add(new NewWebhookEvent(account, change.Field, change.EntryTime, change.Raw, now));

    private void AddDeadLetter(WebhookChange change, string reason, string details) =>
        AddDeadLetter(change.EntryId, DeadLetterKind.Change, reason, details, change.Raw);

    private void AddDeadLetter(string entryId, DeadLetterKind kind, string reason, string details, byte[] raw)
    {
        var account = origin.KeeperOf(entryId);
        _deadLetters.Add(new NewDeadLetter
        {
            Id = DeadLetterId.Of(account, raw),
            Account = account,
            Kind = kind,
            Reason = reason,
            Details = details,
            Raw = raw,
            At = now,
        });
    }
}
