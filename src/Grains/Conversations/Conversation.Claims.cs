using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Templates;

namespace Mogambo.Conversations;

/// <summary>
/// Which message goes next (design 4.3). Messages that may go now keep their order; held, scheduled, parked and unknown ones step aside.
/// Every rule is checked when the send is claimed, whatever was true when it was queued.
/// </summary>
internal sealed partial class Conversation
{
    /// <summary>How soon a message asks again for the number's room, should nobody wake it.</summary>
    public static readonly TimeSpan NumberRetry = TimeSpan.FromSeconds(5);

    /// <summary>How soon what this process may not begin any more is due again, for another one.</summary>
    private static readonly TimeSpan s_handOver = TimeSpan.FromSeconds(1);

    private PortfolioUse? _portfolio;

    private void ClaimNext()
    {
        ExpireParked();
        if (Now < _state.SendsPausedUntil || Now < _state.AwaitsNumberUntil || _state.Outbox.Any(entry => entry.Phase == MessagePhase.Claimed))
        {
            return;
        }

        foreach (var entry in _state.Outbox)
        {
            if (!entry.IsReadyAt(Now) || StepsAside(entry))
            {
                continue;
            }

            if (!context.MayBegin)
            {
                _state = _state with { AwaitsNumberUntil = Now + s_handOver };
            }
            else if (HasRoom(entry))
            {
                Claim(entry);
            }

            return;
        }
    }

    /// <summary>Whether something of its own stands against the message; then it waits for that, or is over.</summary>
    private bool StepsAside(OutboxEntry entry)
    {
        if (context.Taken.ContainsKey(entry.Id))
        {
            Settle(entry);
        }
        else if (context.Parked is { } park)
        {
            Hold(entry, HeldFor.Number, park.Error, Now + RetryWait.Held);
        }
        else if (TemplateOf(entry) is { } template)
        {
            return StepsAside(entry, template);
        }
        else if (!MaySendFreely(entry))
        {
            GiveWay(entry);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool StepsAside(OutboxEntry entry, TemplateUse template)
    {
        if (context.Templates.TryGetValue(template, out var row))
        {
            var error = TemplateRefusal.Of(template, row);
            if (TemplateRefusal.MayPass(template, row))
            {
                Hold(entry, HeldFor.Template, error, Now + RetryWait.Held);
            }
            else
            {
                Fail(entry, error);
            }
        }
        else if (context.NotOptedIn.Contains(template))
        {
            Fail(entry, SendRefusals.NotOptedIn);
        }
        else if (PortfolioOf(entry) is not null && context.PortfolioFullUntil is { } until)
        {
            // Never now: the same claim would be refused again.
            Hold(entry, HeldFor.Portfolio, SendRefusals.PortfolioFull, until > Now.AddSeconds(1) ? until : Now.AddSeconds(1));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>The limits that concern every message of the pair or the number: who is first in line waits, and so do those behind.</summary>
    private bool HasRoom(OutboxEntry entry)
    {
        if (Now < _state.Pair.FreeAt)
        {
            Wait(entry, HeldFor.Pair, _state.Pair.FreeAt);
            return false;
        }

        if (!context.TakesNumber())
        {
            _state = _state with { AwaitsNumberUntil = Now + NumberRetry };
            Wait(entry, HeldFor.Number, _state.AwaitsNumberUntil);
            return false;
        }

        return true;
    }

    private void Claim(OutboxEntry entry)
    {
        var template = TemplateOf(entry);
        var usesFallback = template is not null && entry.Terms!.Template is null;
        _portfolio = PortfolioOf(entry);
        _send = entry with
        {
            Phase = MessagePhase.Claimed,
            At = Now,
            ClaimedBy = context.Process,
            HeldFor = HeldFor.Nothing,
            Terms = usesFallback ? entry.Terms!.OfFallback() : entry.Terms,
        };
        Replace(_send);
        _state = _state with { Pair = _state.Pair.After(Now) };
        Change(new()
        {
            Id = entry.Id,
            Attempt = entry.Attempt,
            Phase = MessagePhase.Claimed,
            At = Now,
            PossibleDuplicate = entry.PossibleDuplicate,
            Template = template,
            UsesFallback = usesFallback,
            Price = PriceOf(template is null, _send.Terms?.Category),
        });
    }

    /// <summary>What it goes as: its own template, or its fallback where free-form messages may not be sent.</summary>
    private TemplateUse? TemplateOf(OutboxEntry entry) =>
        entry.Terms?.Template ?? (MaySendFreely(entry) ? null : entry.Terms?.FallbackTemplate);

    private bool MaySendFreely(OutboxEntry entry) => _state.Window.AllowsSendAt(Now) && entry.Terms is not { WindowIsClosed: true };

    /// <summary>Only messages that the business starts outside the window count for the portfolio's users per 24 h (fact sheet 13).</summary>
    private PortfolioUse? PortfolioOf(OutboxEntry entry)
    {
        var number = context.Number;
        return number.Options.UniqueUsersPer24h > 0 && TemplateOf(entry) is not null && !_state.Window.IsOpenAt(Now)
            ? new(number.Account.Options.Portfolio ?? $"{number.Account.Id}/{number.Id}", number.Options.UniqueUsersPer24h, Now)
            : null;
    }

    private MessagePrice? PriceOf(bool isFreeForm, string? category) =>
        isFreeForm ? context.Estimate("service") : category is null ? null : context.Estimate(category);

    /// <summary>A free-form message that the window does not allow.</summary>
    private void GiveWay(OutboxEntry entry)
    {
        if (entry.Terms is not { IfWindowClosed: IfWindowClosed.Park } terms)
        {
            Fail(entry, SendRefusals.WindowClosed);
        }
        else if (terms.ExpiresAt <= Now)
        {
            Expire(entry);
        }
        else
        {
            Replace(entry with { Phase = MessagePhase.Parked, At = terms.ExpiresAt, HeldFor = HeldFor.Nothing });
            Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Parked, At = Now });
        }
    }

    /// <summary>The user writes: what was parked goes, in order, ahead of what this message will be answered with.</summary>
    private void ReleaseParked()
    {
        foreach (var entry in _state.Outbox.Where(entry => entry.Phase == MessagePhase.Parked && entry.At > Now))
        {
            Replace(entry with { Phase = MessagePhase.Queued, At = Now, Terms = entry.Terms! with { WindowIsClosed = false } });
            Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Queued, At = Now });
        }
    }

    private void ExpireParked()
    {
        foreach (var entry in _state.Outbox.Where(entry => entry.Phase == MessagePhase.Parked && entry.At <= Now))
        {
            Expire(entry);
        }
    }

    private void Expire(OutboxEntry entry)
    {
        Remove(entry);
        Change(new() { Id = entry.Id, Attempt = entry.Attempt, Phase = MessagePhase.Expired, At = Now });
    }
}
