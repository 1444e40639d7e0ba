using Mogambo.Accounts;
using Mogambo.Gateway.Numbers;
using Mogambo.Messages;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Gateway.Webhooks;

/// <summary>A webhook's parts by where they go.</summary>
internal sealed record SortedWebhook
{
    public required IReadOnlyList<ConversationChanges> Conversations { get; init; }

    /// <summary>They move their messages' rows.</summary>
    public required IReadOnlyList<StatusUpdate> Statuses { get; init; }

    /// <summary>Failed statuses of messages that may be sent again: their conversations are still to be found.</summary>
    public required IReadOnlyList<StatusUpdate> Failures { get; init; }

    /// <summary>What users decided in WhatsApp itself about marketing.</summary>
    public required IReadOnlyList<NewOptIn> OptIns { get; init; }

    /// <summary>What statuses tell about their recipients; it is learnt, and nothing waits for it.</summary>
    public required IReadOnlyList<ContactFact> Recipients { get; init; }

    public required IReadOnlyList<NewWebhookEvent> Events { get; init; }

    /// <summary>Of the events, those that say how numbers are.</summary>
    public required IReadOnlyList<NumberChange> NumberChanges { get; init; }

    public required IReadOnlyList<NewDeadLetter> DeadLetters { get; init; }

    /// <summary>Statuses of messages that someone else sent: counted, nothing more.</summary>
    public required int OthersStatuses { get; init; }

    /// <summary>The accounts that WhatsApp reported errors of: losses, perhaps. They are among the events.</summary>
    public required IReadOnlyList<AccountId> ReportedErrors { get; init; }

    public required IReadOnlyList<TemplateChanges> Templates { get; init; }

    /// <summary>The accounts of which a template changed that the webhook does not name. The changes are among the events.</summary>
    public required IReadOnlyList<AccountId> UnnamedTemplates { get; init; }

    /// <summary>Whether nothing in it can take effect.</summary>
    public bool IsDead => DeadLetters.Count > 0
        && Conversations.Count + Statuses.Count + Failures.Count + OptIns.Count + Events.Count + Templates.Count + OthersStatuses == 0;
}
