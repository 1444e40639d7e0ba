using Mogambo.Accounts;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Numbers;
using Mogambo.Messages;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.WebhookEvents;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>Puts everything a webhook brought on disk: its parts go their ways at once, and none waits for another.</summary>
internal sealed partial class WebhookIntake(
    AccountDirectory accounts,
    ConversationDelivery conversations,
    StatusIntake statuses,
    TemplateIntake templates,
    NumberIntake numbers,
    IWebhookEvents events,
    IDeadLetters deadLetters,
    IOptIns optIns,
    UserAliases aliases,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<WebhookIntake> logger)
{
    /// <summary>Of how many statuses the store is asked as one: a body of 4 MiB holds tens of thousands, which are not to be one transaction.</summary>
    private const int StatusesAtOnce = 256;

    public SortedWebhook Sort(WebhookBody body, WebhookOrigin origin) => new WebhookSorter(accounts, origin, time.GetUtcNow()).Sort(body);

    /// <summary>Returns when all of it is on disk.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Some of it could not be kept: WhatsApp must repeat the webhook.</exception>
    public Task TakeAsync(WebhookBody body, WebhookOrigin origin) => TakeAsync(Sort(body, origin));

    /// <inheritdoc cref="TakeAsync(WebhookBody, WebhookOrigin)"/>
    public Task TakeAsync(SortedWebhook sorted)
    {
        Count(sorted);
        aliases.Observe(sorted);
        return UserAliases.NeedsAsking(sorted) ? AskAndKeepAsync(sorted) : KeepAsync(sorted);
    }

    private async Task AskAndKeepAsync(SortedWebhook sorted) => await KeepAsync(await aliases.ResolveAsync(sorted));

    private Task KeepAsync(SortedWebhook sorted)
    {
        List<Task> kept = new(sorted.Conversations.Count + sorted.Failures.Count + sorted.Templates.Count + sorted.NumberChanges.Count + 4);
        Begin(kept, sorted.Conversations, conversations.DeliverAsync);
        Begin(kept, sorted.Failures, statuses.ApplyFailureAsync);
        Begin(kept, sorted.Templates, templates.ApplyAsync);
        Begin(kept, sorted.NumberChanges, numbers.ApplyAsync);
        foreach (var account in sorted.UnnamedTemplates)
        {
            templates.LookUp(account);
        }

        foreach (var some in Chunks(sorted.Statuses))
        {
            kept.Add(statuses.ApplyAsync(some));
        }

        if (sorted.OptIns.Count > 0)
        {
            kept.Add(optIns.RecordAsync(sorted.OptIns));
        }

        if (sorted.Events.Count > 0)
        {
            kept.Add(events.AddAsync(sorted.Events));
        }

        if (sorted.DeadLetters.Count > 0)
        {
            kept.Add(deadLetters.AddAsync(sorted.DeadLetters));
        }

        return kept is [var only] ? only : Task.WhenAll(kept);
    }

    private static IEnumerable<IReadOnlyList<StatusUpdate>> Chunks(IReadOnlyList<StatusUpdate> statuses) => statuses.Count switch
    {
        0 => [],
        <= StatusesAtOnce => [statuses],
        _ => statuses.Chunk(StatusesAtOnce),
    };

    private static void Begin<T>(List<Task> begun, IReadOnlyList<T> parts, Func<T, Task> keep)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            begun.Add(keep(parts[i]));
        }
    }

    private void Count(SortedWebhook sorted)
    {
        metrics.Changes("conversation", sorted.Conversations.Count);
        metrics.Changes("status", sorted.Statuses.Count + sorted.Failures.Count);
        metrics.Changes("status-of-others", sorted.OthersStatuses);
        metrics.Changes("template", sorted.Templates.Sum(template => template.Updates.Count));
        metrics.Changes("opt-in", sorted.OptIns.Count);
        metrics.Changes("event", sorted.Events.Count);
        metrics.Changes("dead-letter", sorted.DeadLetters.Count);
        foreach (var letter in sorted.DeadLetters)
        {
            metrics.DeadLetter(letter.Reason);
        }

        if (sorted.DeadLetters is [var first, ..])
        {
            LogDeadLetters(sorted.DeadLetters.Count, first.Account, first.Id, first.Reason);
        }

        foreach (var account in sorted.ReportedErrors)
        {
            LogErrorsReported(account);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} parts of a webhook of account {Account} became dead letters, the first is {DeadLetter} ({Reason})")]
    private partial void LogDeadLetters(int count, AccountId account, DeadLetterId deadLetter, string reason);

    [LoggerMessage(LogLevel.Warning, "WhatsApp reported errors of a number or of the account {Account}; they are kept as a webhook event")]
    private partial void LogErrorsReported(AccountId account);
}
