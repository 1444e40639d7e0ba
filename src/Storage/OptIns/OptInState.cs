using Mogambo.Accounts;
using Mogambo.OptIns;

namespace Mogambo.Storage.OptIns;

/// <summary>
/// Where a user stands with an account: the newest decision for each number, and for all of them. One row a user, which every claim of a
/// template shares and every decision takes alone, so that no claim commits after an opt-out's commit.
/// </summary>
public sealed record OptInState
{
    public static readonly OptInState None = new();

    /// <summary>The newest decision of each kind and scope; at most one of (number, marketing or not).</summary>
    public IReadOnlyList<OptInDecision> Decisions { get; init; } = [];

    /// <summary>What holds for a number: the newer of the number's own and the account's decision; an opt-out wins a tie. Null if there is none.</summary>
    public OptInDecision? For(PhoneNumberId number) => throw new NotImplementedException();

    /// <summary>Whether the user wants no marketing from this number.</summary>
    public bool HasStoppedMarketing(PhoneNumberId number) => throw new NotImplementedException();

    /// <summary>The state after an entry of the ledger; the same instance if the entry changes nothing.</summary>
    public OptInState After(NewOptIn entry) => throw new NotImplementedException();
}

/// <summary>A decision that is in force, or was until a newer one.</summary>
public sealed record OptInDecision(PhoneNumberId? Number, OptInAction Action, DateTimeOffset At, string Source);
