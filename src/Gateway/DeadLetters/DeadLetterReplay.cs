using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Problems;
using Mogambo.Gateway.Webhooks;
using Mogambo.Storage;
using Mogambo.Storage.DeadLetters;
using Mogambo.WhatsApp.OnPremises;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.DeadLetters;

/// <summary>Tries a dead letter again, by the road that its kind came.</summary>
internal sealed partial class DeadLetterReplay(
    WebhookIntake intake,
    AccountDirectory accounts,
    EventReplay events,
    IGrainFactory grains,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<DeadLetterReplay> logger)
{
    private readonly TimeSpan _deadline = options.Value.StoreDeadline;

    /// <summary>Returns null when it took effect: its effects are on disk, and the letter can go. Otherwise why not; then the letter stays.</summary>
    public async Task<Problem?> ReplayAsync(NewDeadLetter letter)
    {
        try
        {
            return letter.Kind switch
            {
                DeadLetterKind.Body or DeadLetterKind.Change => await ReplayWebhookAsync(letter),
                DeadLetterKind.Turn => await ReplayTurnAsync(letter),
                DeadLetterKind.Event => await events.ReplayAsync(letter),
                _ => await ReplayInboxAsync(letter),
            };
        }
        catch (StorageUnavailableException)
        {
            return KnownProblems.StorageUnavailable();
        }
        catch (Exception exception)
        {
            LogFailed(exception, letter.Id);
            return KnownProblems.ReplayFailed(
                letter.Reason, "The conversation did not take it. Look into the log for the reason, then replay it again or delete it.");
        }
    }

    private async Task<Problem?> ReplayWebhookAsync(NewDeadLetter letter)
    {
        if (!accounts.TryGetAccount(letter.Account, out var account))
        {
            return KnownProblems.NotFound();
        }

        var sorted = intake.Sort(Parse(letter.Raw, account), new WebhookOrigin([account]));
        if (sorted.IsDead)
        {
            var again = sorted.DeadLetters[0];
            return KnownProblems.ReplayFailed(again.Reason, again.Details ?? "It cannot take effect as it is. Delete it if nothing is to be done.");
        }

        await intake.TakeAsync(sorted).WaitAsync(_deadline, time);
        return null;
    }

    // On-Premises bodies are flat and do not name their number: they can be told from the others, and are its if it is the only one.
    private static WebhookBody Parse(byte[] raw, Account account)
    {
        var body = WebhookParser.Parse(raw);
        return body.Changes.Count == 0 && account.Numbers.Where(number => number.Options.Api == InstanceApi.OnPremises).ToList() is [var only]
            ? OnPremisesWebhookParser.Parse(raw, only.Id, account.Id.Value)
            : body;
    }

    private async Task<Problem?> ReplayTurnAsync(NewDeadLetter letter)
    {
        if (letter is not { Conversation: { } conversation, Message: { } message })
        {
            return Unreadable(letter);
        }

        var isAsked = await grains.Conversation(conversation)
            .ReplayAsync(message.Id, DateTimeOffset.FromUnixTimeMilliseconds(message.At), letter.Id.Value)
            .WaitAsync(_deadline, time);
        return isAsked
            ? null
            : KnownProblems.ReplayFailed(letter.Reason, "There is no bot that can be asked again: the account's bot is no longer of the kind Http.");
    }

    private async Task<Problem?> ReplayInboxAsync(NewDeadLetter letter)
    {
        if (letter.Conversation is not { } conversation)
        {
            return Unreadable(letter);
        }

        try
        {
            var changes = ConversationChangesJson.Read(letter.Account, conversation, letter.Raw);
            await changes.DeliverAsync(grains).WaitAsync(_deadline, time);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return Unreadable(letter);
        }
    }

    private static Problem Unreadable(NewDeadLetter letter) =>
        KnownProblems.ReplayFailed(letter.Reason, "It does not hold what this version can read. Delete it if nothing is to be done.");

    [LoggerMessage(LogLevel.Warning, "The replay of dead letter {DeadLetter} failed")]
    private partial void LogFailed(Exception exception, DeadLetterId deadLetter);
}
