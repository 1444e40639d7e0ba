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
    public OptInDecision? For(PhoneNumberId number) => InForce(number, isMarketing: false);

    /// <summary>Whether the user wants no marketing from this number.</summary>
    public bool HasStoppedMarketing(PhoneNumberId number) => InForce(number, isMarketing: true) is { IsWithdrawal: true };

    /// <summary>The state after an entry of the ledger; the same instance if the entry changes nothing.</summary>
    public OptInState After(NewOptIn entry)
    {
        var decision = new OptInDecision(entry.Number, entry.Action, entry.At, entry.Source);
        if (entry.NeverLiftsOptOut && !decision.IsWithdrawal)
        {
            if (Standing(decision) is { IsWithdrawal: true })
            {
                return this;
            }

            decision = decision with { At = Decisions.Where(other => decision.WouldLift(other)).Select(other => other.At).Append(entry.At).Min() };
        }

        var current = OwnOf(decision.Number, decision.IsMarketing);
        if (current is not null && !decision.Beats(current))
        {
            return this;
        }

        return this with { Decisions = [.. Decisions.Where(other => other != current), decision] };
    }

    /// <summary>The decision of exactly this scope; null if there is none.</summary>
    internal OptInDecision? OwnOf(PhoneNumberId? number, bool isMarketing) =>
        Decisions.FirstOrDefault(decision => decision.Number == number && decision.IsMarketing == isMarketing);

    private OptInDecision? InForce(PhoneNumberId number, bool isMarketing)
    {
        var (own, ofAll) = (OwnOf(number, isMarketing), OwnOf(null, isMarketing));
        return own is null || (ofAll is not null && ofAll.Beats(own)) ? ofAll : own;
    }

    private OptInDecision? Standing(OptInDecision of) => of.Number is { } number ? InForce(number, of.IsMarketing) : OwnOf(null, of.IsMarketing);
}

/// <summary>A decision that is in force, or was until a newer one.</summary>
public sealed record OptInDecision(PhoneNumberId? Number, OptInAction Action, DateTimeOffset At, string Source)
{
    internal bool IsMarketing => Action is OptInAction.MarketingStopped or OptInAction.MarketingResumed;

    internal bool IsWithdrawal => Action is OptInAction.OptedOut or OptInAction.MarketingStopped;

    /// <summary>
    /// The newer one, of two of one time the withdrawal. Of two that say the same at one time it is the source that decides, so that
    /// the order of arrival makes no difference.
    /// </summary>
    internal bool Beats(OptInDecision other)
    {
        if (At != other.At)
        {
            return At > other.At;
        }

        return IsWithdrawal == other.IsWithdrawal
            ? string.CompareOrdinal(Source, other.Source) < 0
            : IsWithdrawal;
    }

    /// <summary>
    /// Whether this decision for all numbers, being newer, would lift a withdrawal for one of them. One of unknown time must not: it
    /// counts as made when the user withdrew, and loses that tie.
    /// </summary>
    internal bool WouldLift(OptInDecision other) =>
        Number is null && other.Number is not null && other.IsWithdrawal && other.IsMarketing == IsMarketing;
}
