using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.OptIns;

namespace Mogambo.Storage.OptIns;

/// <summary>An entry for the ledger of opt-ins.</summary>
public sealed record NewOptIn
{
    public required AccountId Account { get; init; }

    public required UserId User { get; init; }

    /// <summary>The number it holds for; null: every number of the account.</summary>
    public PhoneNumberId? Number { get; init; }

    public required OptInAction Action { get; init; }

    /// <summary>When the user decided. The newest decision holds, an opt-out wins a tie, so a late or repeated entry revives nothing.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where it came from, such as <c>checkout page</c>; at most 256 characters.</summary>
    public required string Source { get; init; }

    /// <summary>What proves it; at most 4,096 characters.</summary>
    public string? Evidence { get; init; }

    /// <summary>Who recorded it: the API key's name, <c>user</c>, <c>whatsapp</c>, <c>import</c>.</summary>
    public required string By { get; init; }

    /// <summary>Without knowing when the user decided, an opt-in must not lift an opt-out (contract section 4): an import row without <c>at</c>.</summary>
    public bool NeverLiftsOptOut { get; init; }
}
