using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Json;
using Mogambo.Storage.Events;
using Mogambo.Storage.Numbers;
using Mogambo.WhatsApp.Webhooks;
using Mogambo.WhatsApp.Webhooks.Accounts;
using Mogambo.WhatsApp.Webhooks.Numbers;

namespace Mogambo.Gateway.Numbers;

/// <summary>
/// What WhatsApp says of numbers and of the account as a whole (fact sheet 6.2): quality and limit are kept, the business is told of both
/// and of restrictions and alerts.
/// </summary>
internal sealed class NumberIntake(AccountDirectory accounts, INumberHealth health, TimeProvider time, IEvents events)
{
    public static bool IsOfNumbers(WebhookValue value) =>
        value is PhoneNumberQualityValue or BusinessCapabilityValue or AccountUpdateValue or AccountAlertValue;

    /// <summary>Returns when it is on disk. The event comes first: a repeat after a failure in between tells it again.</summary>
    public async Task ApplyAsync(NumberChange change)
    {
        if (!accounts.TryGetAccount(change.Account, out var account))
        {
            return;
        }

        var at = change.EntryTime ?? time.GetUtcNow();
        foreach (var (number, told, news) in Read(account, change.Value, at))
        {
            var known = news is null ? null : (await health.FindAsync([number.Id])).GetValueOrDefault(number.Id);
            if (news is not null && !news.IsNewTo(known))
            {
                continue;
            }

            var data = JsonSerializer.SerializeToUtf8Bytes(told, GatewayJson.Default.NumberStatusData);
            await events.AddAsync([new NewEvent(account.Id, EventType.NumberStatus, number.Id.Value, data, at)]);

            if (news is not null)
            {
                await health.RecordAsync(number.Id, news);
            }
        }
    }

    private static IEnumerable<(BusinessNumber Number, NumberStatusData Told, NumberNews? News)> Read(
        Account account, WebhookValue value, DateTimeOffset at) => value switch
        {
            PhoneNumberQualityValue quality => Named(account, quality.DisplayPhoneNumber).Select(number => Read(number, quality, at)),
            BusinessCapabilityValue { MaxDailyConversationsPerBusiness: { } limit } =>
                account.Numbers.Select(number => (number, Told(number, "LIMIT_CHANGED") with { MessagingLimit = limit }, (NumberNews?)new NumberNews(null, limit, at))),
            AccountUpdateValue update => (update.PhoneNumber is { } phone ? (IEnumerable<BusinessNumber>)Named(account, phone) : account.Numbers)
                .Select(number => (number, Told(number, update), (NumberNews?)null)),
            AccountAlertValue alert => Concerned(account, alert).Select(number => (number, Told(number, alert), (NumberNews?)null)),
            _ => [],
        };

    private static (BusinessNumber, NumberStatusData, NumberNews?) Read(BusinessNumber number, PhoneNumberQualityValue value, DateTimeOffset at)
    {
        var quality = value.Event is "FLAGGED" or "UNFLAGGED" ? Word(value.Event) : null;
        var limit = value.CurrentLimit ?? value.MaxDailyConversations;
        return (number, Told(number, value.Event) with { Quality = quality, MessagingLimit = limit }, new NumberNews(quality, limit, at));
    }

    private static NumberStatusData Told(BusinessNumber number, AccountUpdateValue update) => Told(number, update.Event) with
    {
        Description = update.Violation ?? (update.BanStates.Count > 0 ? string.Join(' ', update.BanStates) : null),
        Restrictions = update.Restrictions.Count == 0 ? null : [.. update.Restrictions.Select(one => new NumberRestriction(one.Type, one.EndsAt))],
    };

    private static NumberStatusData Told(BusinessNumber number, AccountAlertValue alert) =>
        Told(number, alert.Type) with { Severity = alert.Severity is { } severity ? Word(severity) : null, Description = alert.Description };

    private static NumberStatusData Told(BusinessNumber number, string happened) =>
        new(number.Id.Value, number.Options.DisplayPhoneNumber, Word(happened));

    /// <summary>The webhook names the number itself; where the configuration does not, it must be the account's only one.</summary>
    private static List<BusinessNumber> Named(Account account, string? display)
    {
        var digits = string.Concat((display ?? "").Where(char.IsAsciiDigit));
        var named = account.Numbers.Where(number => digits.Length > 0 && number.Options.DisplayPhoneNumber == digits).ToList();
        return named.Count == 0 && account.Numbers is [{ Options.DisplayPhoneNumber: null or "" } only] ? [only] : named;
    }

    private static IEnumerable<BusinessNumber> Concerned(Account account, AccountAlertValue alert) =>
        alert.EntityType == "PHONE_NUMBER" ? account.Numbers.Where(number => number.Id.Value == alert.EntityId) : account.Numbers;

#pragma warning disable CA1308 // WhatsApp's words are upper case, the API's lower.
    private static string Word(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}

/// <summary>A change of a webhook that is about an account's numbers.</summary>
internal sealed record NumberChange(AccountId Account, DateTimeOffset? EntryTime, WebhookValue Value);
