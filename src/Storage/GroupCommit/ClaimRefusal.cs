using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.GroupCommit;

/// <summary>What stands in the way of a commit's claims, and of its messages made from templates.</summary>
internal static class ClaimRefusal
{
    /// <summary>
    /// The templates that a commit depends on: of messages that it claims, and of new ones that are on their way. A message that was stored
    /// is checked again when it is claimed.
    /// </summary>
    public static IReadOnlyList<TemplateUse> TemplatesOf(ConversationCommit commit)
    {
        List<TemplateUse>? uses = null;
        foreach (var message in commit.NewMessages)
        {
            if (message is { Template: { } use, Phase: MessagePhase.Queued or MessagePhase.Scheduled or MessagePhase.Claimed })
            {
                Add(use, ref uses);
            }
        }

        foreach (var change in commit.Changes)
        {
            if (change is { Template: { } use, IsClaim: true })
            {
                Add(use, ref uses);
            }
        }

        return uses ?? (IReadOnlyList<TemplateUse>)[];
    }

    private static void Add(TemplateUse use, ref List<TemplateUse>? uses)
    {
        uses ??= [];
        if (!uses.Contains(use))
        {
            uses.Add(use);
        }
    }

    /// <returns>All of it that is known; null if nothing is.</returns>
    public static CommitResult.ClaimRefused? Of(ConversationCommit commit, LockedRows rows)
    {
        var uses = TemplatesOf(commit);
        if (uses.Count == 0 && commit.Portfolio is null && !CommitDecision.Claims(commit))
        {
            return null;
        }

        var taken = commit.Changes
            .Where(change => change.IsClaim && rows.Messages.TryGetValue(change.Id, out var row) && MessageRank.IsTaken(row.Rank))
            .ToDictionary(change => change.Id, change => rows.Messages[change.Id].Rank);
        var parked = CommitDecision.Claims(commit) ? rows.Parks.GetValueOrDefault(commit.Id.Number.Value) : null;
        var refusal = new CommitResult.ClaimRefused { Parked = parked, Taken = taken, PortfolioFullUntil = rows.Portfolios.FullUntil(commit) };
        if (uses.Count > 0)
        {
            refusal = OfTemplates(refusal, commit, uses, rows);
        }

        return refusal is { Parked: null, Taken.Count: 0, Templates.Count: 0, NotOptedIn.Count: 0, PortfolioFullUntil: null } ? null : refusal;
    }

    private static CommitResult.ClaimRefused OfTemplates(
        CommitResult.ClaimRefused refusal, ConversationCommit commit, IReadOnlyList<TemplateUse> uses, LockedRows rows)
    {
        var found = uses.ToDictionary(use => use, use => rows.Templates.Find(commit.Account, use.Template));
        var state = rows.OptIns.After(new(commit.Account.Value, commit.Id.User.Value), commit.OptIns);
        var isAsked = commit.NewMessages.Count > 0 || !Failpoint.IsOn("bug.consent_at_enqueue");
        var notOptedIn = uses.Where(use => isAsked && !Allows(state, commit.Id.Number, found[use])).ToHashSet();
        return refusal with
        {
            Templates = found.Where(pair => !Fits(pair.Value, pair.Key)).ToDictionary(),
            OptIn = notOptedIn.Count > 0 ? state : null,
            NotOptedIn = notOptedIn,
        };
    }

    private static bool Fits(TemplateRow? row, TemplateUse use) => row is { MaySend: true } && row.Shape == CleanText.Of(use.Shape);

    private static bool Allows(OptInState state, PhoneNumberId number, TemplateRow? row) =>
        state.For(number) is { IsWithdrawal: false }
        && (row is not { Category: TemplateCategory.Marketing } || !state.HasStoppedMarketing(number));
}
