using Mogambo.Accounts;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;
using Mogambo.WhatsApp.Webhooks.Users;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What a user decides about marketing in WhatsApp itself: it holds for the account, and other templates go on (fact sheet 11.5).</summary>
internal static class MarketingPreference
{
    private const int MaxEvidence = 4096;

    public static bool IsOne(UserPreference preference) => preference.Category == "marketing_messages";

    public static NewOptIn ToOptIn(AccountId account, UserPreference preference) => new()
    {
        Account = account,
        User = preference.User,
        Action = preference.Stop ? OptInAction.MarketingStopped : OptInAction.MarketingResumed,
        At = preference.At,
        Source = "user_preferences",
        Evidence = preference.Details is { Length: > MaxEvidence } text ? text[..MaxEvidence] : preference.Details,
        By = "whatsapp",
    };
}
