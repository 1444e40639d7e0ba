using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>What is on its way out and what became of it (design 4.3). Only a claimed message blocks the next one.</summary>
internal sealed partial class Conversation
{
    /// <summary>A claim that was not started within this time is given back by its process.</summary>
    public static readonly TimeSpan ClaimFreshness = TimeSpan.FromSeconds(5);

    private string? _learnedWaId;

    /// <summary>
    /// More messages than this do not wait in one conversation, whatever they wait for (a parked number, their time, the user): further
    /// replies of the bot fail and further messages by API are refused.
    /// </summary>
    public const int MaxWaiting = 200;

    /// <summary>What became of an attempt. One of an attempt that the state no longer holds changes nothing here.</summary>
    public Decision RecordOutcome(AttemptId attempt, SendOutcome outcome)
    {
        if (Find(attempt) is { } entry)
        {
            Apply(entry, outcome);
        }

        return Decide();
    }

    /// <summary>
    /// A status that concerns more than its row, which has it already: it settles an attempt that stood open, or fails one in a way that
    /// lets it be sent again. <paramref name="row"/> is the message's row; a repeat finds it one attempt further.
    /// </summary>
    /// <param name="terms">What the message depends on, should it be sent again.</param>
    public Decision RecordStatus(StatusUpdate status, StoredMessage row, SendTerms? terms = null)
    {
        var entry = Find(status.Attempt);
        RecordMarketingStopped(status.Status == MessageStatus.Failed ? status.Error : null, status.At);
        var maySendAgain = status is { Status: MessageStatus.Failed, Remedy: not SendRemedy.Fail, Error: not null }
            && row.Attempt == status.Attempt.Number
            && status.At >= context.RestoredAt
            && MessageRank.StatusOf(row.Rank) == MessageStatus.Failed
            && row.Phase is not (MessagePhase.Failed or MessagePhase.Canceled or MessagePhase.Expired);
        if (maySendAgain)
        {
            // Every attempt before was refused as well, so the waits go on growing where they were.
            entry ??= Append(new() { Id = status.Attempt.Message, Attempt = status.Attempt.Number, Waits = status.Attempt.Number - 1, Terms = terms });
            Refuse(entry, new(status.Error!, status.Remedy));
        }
        else if (entry is not null)
        {
            Settle(entry);
        }

        return Decide();
    }

    private void Queue(IReadOnlyList<OutboundContent> contents, MessageId inReplyTo)
    {
        foreach (var (index, content) in contents.Index())
        {
            // A millisecond apart, so that the history shows them in the order they were said.
            var id = MessageId.NewOutbound(Now.AddMilliseconds(index));
            var isTooMany = _state.Outbox.Length >= MaxWaiting;
            if (!isTooMany)
            {
                Append(new() { Id = id, Attempt = 1, At = Now });
            }

            _newMessages.Add(new()
            {
                Key = MessageKey.OfOutbound(id),
                Direction = MessageDirection.Outbound,
                Type = content.Type,
                Content = content.Json,
                CreatedAt = Now,
                Phase = isTooMany ? MessagePhase.Failed : MessagePhase.Queued,
                Attempt = 1,
                Error = isTooMany ? SendRefusals.TooManyWaiting : null,
                InReplyTo = inReplyTo,
            });
        }
    }

    private void Apply(OutboxEntry entry, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                Remove(entry);
                Learn(accepted.WaId);
                _state = _state with { WaId = accepted.WaId ?? _state.WaId, SendsPausedUntil = default };
                Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Settled, Status = MessageStatus.Accepted, At = Now, Wamid = accepted.Wamid });
                break;
            case SendOutcome.NotAccepted refused:
                Refuse(entry, refused);
                break;
            case SendOutcome.Unknown unknown:
                MarkUnknown(entry, unknown.Reason);
                break;
        }
    }

    /// <summary>The instance did not take the attempt: it is queued for the next one, unless nothing helps.</summary>
    private void Refuse(OutboxEntry entry, SendOutcome.NotAccepted refusal)
    {
        RecordMarketingStopped(refusal.Error, Now);
        if (refusal.Error.Code == SendRefusals.WindowClosed.Code
            && entry is { Attempt: < AttemptId.MaxNumber, Terms: { FallbackTemplate: not null } or { IfWindowClosed: IfWindowClosed.Park } })
        {
            Hold(entry with { Attempt = entry.Attempt + 1, Terms = entry.Terms with { WindowIsClosed = true } }, HeldFor.Nothing, refusal.Error, Now);
            return;
        }

        if (RetryWait.After(refusal, entry.Waits, entry.Attempt, entry.Id) is not { } wait)
        {
            Remove(entry);
            Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Settled, Status = MessageStatus.Failed, At = Now, Error = refusal.Error });
            return;
        }

        if (refusal.Remedy == SendRemedy.ParkNumber)
        {
            _park = new(NumberToken.HashOf(context.Number), refusal.Error, Now);
        }

        if (wait.PausesConversation)
        {
            _state = _state with { SendsPausedUntil = Now + wait.Delay };
        }

        Hold(entry with { Attempt = entry.Attempt + 1, Waits = wait.Counts ? entry.Waits + 1 : entry.Waits }, wait.HeldFor, refusal.Error, Now + wait.Delay);
    }

    private void Hold(OutboxEntry entry, HeldFor heldFor, MessageError error, DateTimeOffset until)
    {
        Replace(entry with { Phase = MessagePhase.Queued, At = until, HeldFor = heldFor });
        Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Queued, At = Now, HeldFor = heldFor, Error = error });
    }

    /// <summary>It waits for its turn; what went wrong before stays shown.</summary>
    private void Wait(OutboxEntry entry, HeldFor heldFor, DateTimeOffset until)
    {
        Replace(entry with { Phase = MessagePhase.Queued, At = until, HeldFor = heldFor });
        if (entry.Phase != MessagePhase.Queued || entry.HeldFor != heldFor)
        {
            Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Queued, At = Now, HeldFor = heldFor });
        }
    }

    /// <summary>A rule of ours refuses it: it is over.</summary>
    private void Fail(OutboxEntry entry, MessageError error)
    {
        Remove(entry);
        Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Failed, At = Now, Error = error });
    }

    /// <summary>WhatsApp knows the user by another address than the one we used and than the canonical form.</summary>
    private void Learn(string? waId)
    {
        if (waId is not null && waId != _state.WaId && waId != context.Id.User.Value && !context.Id.User.IsBusinessScoped)
        {
            _learnedWaId = waId;
        }
    }

    /// <summary>Somebody knows that a park or an outage has ended, a template is approved or the number has room, or it is time to look.</summary>
    private void ReleaseHeld()
    {
        if (_state.AwaitsNumberUntil > Now)
        {
            _state = _state with { AwaitsNumberUntil = Now };
        }

        if (_state.Outbox.Any(entry => entry is { Phase: MessagePhase.Queued, HeldFor: HeldFor.Number } && entry.At == _state.SendsPausedUntil))
        {
            _state = _state with { SendsPausedUntil = default };
        }

        foreach (var entry in _state.Outbox.Where(entry =>
            entry is { Phase: MessagePhase.Queued, HeldFor: HeldFor.Number or HeldFor.Template } && entry.At > Now))
        {
            Replace(entry with { At = Now });
        }
    }

    private DateTimeOffset DueAt(OutboxEntry entry) => entry.Phase switch
    {
        MessagePhase.Claimed => entry.At + ClaimLease,
        MessagePhase.Unknown => entry.At + (IsResent(entry) ? ResendAfter : s_rememberUnknown),
        MessagePhase.Queued => Latest(entry.At, _state.SendsPausedUntil, _state.AwaitsNumberUntil, _state.Pair.FreeAt),
        _ => entry.At,
    };

    private static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var latest = DateTimeOffset.MinValue;
        foreach (var time in times)
        {
            latest = time > latest ? time : latest;
        }

        return latest;
    }

    private OutboxEntry? Find(AttemptId attempt) =>
        _state.Outbox.FirstOrDefault(entry => entry.IsOpen(attempt));

    private void Settle(OutboxEntry entry)
    {
        Remove(entry);
        Change(new() { Id = entry.Id, Attempt = context.Taken.TryGetValue(entry.Id, out var rank) ? MessageRank.AttemptOf(rank) : entry.Attempt, Phase = MessagePhase.Settled, At = Now });
    }

    private OutboxEntry Append(OutboxEntry entry)
    {
        _state = _state with { Outbox = _state.Outbox.Add(entry) };
        return entry;
    }

    private void Replace(OutboxEntry entry) =>
        _state = _state with { Outbox = [.. _state.Outbox.Select(other => other.Id == entry.Id ? entry : other)] };

    private void Remove(OutboxEntry entry) =>
        _state = _state with { Outbox = _state.Outbox.RemoveAll(other => other.Id == entry.Id) };

    /// <summary>One change a message: on top of its new row, if this turn wrote it, or of an earlier change of this turn.</summary>
    private void Change(MessageChange change)
    {
        var index = _newMessages.FindIndex(message => message.Key.Id == change.Id);
        if (index >= 0)
        {
            _newMessages[index] = _newMessages[index] with { Phase = change.Phase, Attempt = change.Attempt, HeldFor = change.HeldFor, Error = change.Error, Price = change.Price };
            return;
        }

        // What an earlier change of this turn said of the row's error still stands, unless this one says more.
        _changes[change.Id] = change.IsClaim || !_changes.TryGetValue(change.Id, out var earlier) ? change : change with { Error = change.Error ?? earlier.Error };
    }
}
