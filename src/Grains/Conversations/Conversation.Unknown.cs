using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>Messages of which nobody knows whether WhatsApp took them: a claim whose process was lost, a send whose answer was (design 4.3).</summary>
internal sealed partial class Conversation
{
    /// <summary>After this a claim whose process says nothing is unknown: its freshness, the send's deadline of 15 s, and 5 s to report.</summary>
    public static readonly TimeSpan ClaimLease = TimeSpan.FromSeconds(25);

    /// <summary>How long an unknown message is left to its statuses before the policy <c>resend</c> sends it again.</summary>
    public static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(60);

    /// <summary>An unknown message is remembered this long for a late answer; its row stays unknown until a status or a person settles it.</summary>
    private static readonly TimeSpan s_rememberUnknown = TimeSpan.FromHours(24);

    private void MarkUnknown(OutboxEntry entry, string reason)
    {
        Replace(entry with { Phase = MessagePhase.Unknown, At = Now });
        Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Unknown, At = Now, Error = SendRefusals.OutcomeUnknown(reason) });
    }

    private void GiveUpLostClaims()
    {
        foreach (var entry in _state.Outbox.Where(entry => entry.Phase == MessagePhase.Claimed && entry.At + ClaimLease <= Now))
        {
            if (context.IsBeingSent(entry.AttemptId))
            {
                Replace(entry with { At = Now });
            }
            else if (entry.ClaimedBy == context.Process && !context.MayHaveLeft(entry.AttemptId))
            {
                // The claim is on disk, but its commit did not say so: this process never acted on it.
                Refuse(entry, Sender.NotStarted);
            }
            else
            {
                MarkUnknown(entry, "The process that sent it was lost.");
            }
        }
    }

    private void SettleUnknown(IReadOnlyList<StoredMessage> rows)
    {
        foreach (var entry in _state.Outbox.Where(entry => entry.Phase == MessagePhase.Unknown))
        {
            var rank = rows.FirstOrDefault(row => row.Key.Id == entry.Id)?.Rank ?? 0;
            if (rank >= MessageRank.Of(entry.Attempt, MessageStatus.Accepted))
            {
                Settle(entry);
            }
            else if (Now - entry.At >= ResendAfter && IsResent(entry))
            {
                Hold(entry with { Attempt = entry.Attempt + 1, PossibleDuplicate = true }, HeldFor.Nothing, SendRefusals.SentAgain, Now);
            }
            else if (Now - entry.At >= s_rememberUnknown)
            {
                Remove(entry);
            }
        }
    }

    private bool IsResent(OutboxEntry entry) =>
        !entry.IsFromBackup && (entry.Terms?.OnUnknown ?? context.Number.Account.Options.OnUnknown) == OnUnknown.Resend && entry.Attempt < AttemptId.MaxNumber;
}
