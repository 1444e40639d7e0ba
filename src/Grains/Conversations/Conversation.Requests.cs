using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Sending;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Templates;

namespace Mogambo.Conversations;

/// <summary>What a business asks by API: a message to send, to take back, to decide about (contract section 3).</summary>
internal sealed partial class Conversation
{
    /// <summary>How long a message stays parked that names no end.</summary>
    public static readonly TimeSpan ParkFor = TimeSpan.FromDays(7);

    /// <summary>What is due within the beat of the alarm clock goes at once.</summary>
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(1);

    /// <summary>How a send that was taken is answered, and so is every repeat of it.</summary>
    private const int Accepted = 202;

    private IdempotencyKey? _idempotency;

    /// <summary>
    /// Takes a message, or refuses it for the first reason in the contract's order. Where the window is closed a fallback takes the
    /// message's place at once, a scheduled one's too: the caller is told now whether it may be sent.
    /// </summary>
    public Decision Send(SendRequest request)
    {
        var isClosed = request.Template is null && !_state.Window.AllowsSendAt(Now);
        var terms = TermsOf(request);
        var usesFallback = isClosed && terms.FallbackTemplate is not null;
        terms = usesFallback ? terms.OfFallback() : terms;
        if (Refuse(terms, isClosed) is { } refusal)
        {
            return Unchanged() with { Reply = new SendReply.Refused(refusal) };
        }

        var id = MessageId.NewOutbound(Now);
        var phase = request.SendAt > Now + s_near ? MessagePhase.Scheduled
            : isClosed && terms.Template is null ? MessagePhase.Parked
            : MessagePhase.Queued;
        _state = _state with { WaId = _state.WaId ?? request.WaId, LastMessageAt = Now };
        Append(new()
        {
            Id = id,
            Attempt = 1,
            Phase = phase,
            At = phase switch { MessagePhase.Scheduled => request.SendAt!.Value, MessagePhase.Parked => terms.ExpiresAt, _ => Now },
            Terms = terms,
        });

        var content = usesFallback ? request.Fallback! : request.Content;
        _newMessages.Add(new()
        {
            Key = MessageKey.OfOutbound(id),
            Direction = MessageDirection.Outbound,
            Type = content.Type,
            Content = content.Json,
            CreatedAt = Now,
            Phase = phase,
            Attempt = 1,
            Reference = request.Reference,
            Template = terms.Template,
            Fallback = terms.FallbackTemplate is null ? null : request.Fallback?.Json,
        });
        _idempotency = request.Key is { } key
            ? new(context.Number.Account.Id, key.Endpoint, key.Key, key.Fingerprint, id, Accepted)
            : null;
        return Decide() with { Reply = new SendReply.Taken(id, phase, PriceOf(terms.Template is null, terms.Category), usesFallback) };
    }

    /// <summary>Takes a message back. One that is sent a second time after an unknown attempt may be with the user already.</summary>
    public Decision Cancel(MessageId message)
    {
        if (_state.Outbox.FirstOrDefault(entry => entry.Id == message) is not { } entry)
        {
            return Unchanged() with { Change = ChangeReply.NotFound };
        }

        if (!entry.IsWaiting || entry.PossibleDuplicate)
        {
            return Unchanged() with { Change = ChangeReply.TooLate };
        }

        Remove(entry);
        Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Canceled, At = Now });
        return Decide() with { Change = ChangeReply.Done };
    }

    /// <summary>Before the person is erased: nothing is asked or claimed any more; what is claimed already, or unknown, is left as it is.</summary>
    public Decision DropWaiting()
    {
        _state = _state.Turns.IsEmpty ? _state : _state with { Turns = [] };
        foreach (var entry in _state.Outbox.Where(entry => entry.IsWaiting).ToList())
        {
            Remove(entry);
            Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Canceled, At = Now });
        }

        return Decide();
    }

    /// <summary>
    /// A person decides about an unknown attempt. <c>Sent</c> shows as <c>accepted</c>, the least that WhatsApp would have said, so that a
    /// status still moves it on.
    /// </summary>
    /// <param name="row">The message's row: it knows an attempt that is forgotten here.</param>
    /// <param name="terms">For a message that is forgotten here: what it depends on.</param>
    public Decision Resolve(StoredMessage row, Resolution resolution, SendTerms? terms)
    {
        var entry = _state.Outbox.FirstOrDefault(entry => entry.Id == row.Key.Id && entry.Phase == MessagePhase.Unknown);
        if (entry is null && row.Phase != MessagePhase.Unknown)
        {
            return Unchanged() with { Change = ChangeReply.TooLate };
        }

        if (row.Rank >= MessageRank.Of(row.Attempt, MessageStatus.Accepted))
        {
            if (entry is not null)
            {
                Settle(entry);
            }

            return Decide() with { Change = ChangeReply.TooLate };
        }

        if (resolution == Resolution.Resend && row.Attempt >= AttemptId.MaxNumber)
        {
            return Unchanged() with { Change = ChangeReply.TooLate };
        }

        entry ??= Append(new() { Id = row.Key.Id, Attempt = row.Attempt, Phase = MessagePhase.Unknown, At = Now, Terms = terms });
        switch (resolution)
        {
            case Resolution.Sent:
                Remove(entry);
                Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Settled, Status = MessageStatus.Accepted, At = Now });
                break;
            case Resolution.Failed:
                Fail(entry, SendRefusals.SaidToHaveFailed);
                break;
            case Resolution.Resend:
                Hold(entry with { Attempt = entry.Attempt + 1, PossibleDuplicate = true }, HeldFor.Nothing, SendRefusals.SentAgainOnRequest, Now);
                break;
        }

        return Decide() with { Change = ChangeReply.Done };
    }

    private SendTerms TermsOf(SendRequest request)
    {
        var hasFallback = request is { Template: null, IfWindowClosed: IfWindowClosed.SendTemplate, Fallback: not null };
        return new()
        {
            Template = request.Template,
            Category = request.TemplateCategory,
            IfWindowClosed = request.IfWindowClosed,
            FallbackTemplate = hasFallback ? request.FallbackTemplate : null,
            FallbackCategory = hasFallback ? request.FallbackCategory : null,
            ExpiresAt = request.IfWindowClosed == IfWindowClosed.Park
                ? request.ExpiresAt ?? (request.SendAt > Now ? request.SendAt.Value : Now) + ParkFor
                : default,
            OnUnknown = request.OnUnknown,
        };
    }

    private SendRefusal? Refuse(SendTerms terms, bool isClosed)
    {
        if (context.Parked is { } park)
        {
            return new SendRefusal.NumberUnavailable(park.Error);
        }

        if (terms.Template is { } template)
        {
            if (Refuse(template) is { } refusal)
            {
                return refusal;
            }
        }
        else if (isClosed && terms.IfWindowClosed != IfWindowClosed.Park)
        {
            return new SendRefusal.WindowClosed(_state.Window == CustomerServiceWindow.NeverOpened ? null : _state.Window.ClosesAt);
        }

        return _state.Outbox.Length >= MaxWaiting ? new SendRefusal.TooManyWaiting(MaxWaiting) : null;
    }

    private SendRefusal? Refuse(TemplateUse template)
    {
        if (context.Templates.TryGetValue(template, out var row))
        {
            return row is null ? new SendRefusal.TemplateNotFound(template.Template)
                : row.Shape != template.Shape ? new SendRefusal.TemplateChanged(template.Template)
                : new SendRefusal.TemplateNotApproved(
                    template.Template,
                    row.Status,
                    row is { Status: TemplateStatus.Approved, AwaitsAgreement: true } ? TemplateRefusal.CategoryChanged : row.Reason);
        }

        if (!context.NotOptedIn.Contains(template))
        {
            return null;
        }

        var decision = context.OptIn?.For(context.Number.Id);
        return new SendRefusal.NotOptedIn(decision?.Action == OptInAction.OptedOut ? decision.At : null);
    }
}
