using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.Problems;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage;
using Mogambo.Storage.Idempotency;
using Mogambo.Tracing;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>
/// Takes a message that a business sends. The rules that need no conversation are asked here, in the order of contract section 3; the
/// conversation asks the rest and puts the message on disk. Where the template is known and fits that is one read and one call.
/// </summary>
internal sealed class MessageSending(
    IIdempotencyKeys keys,
    RepeatedSend repeats,
    IUserLookup users,
    TemplateFilling templates,
    ConversationCall call,
    SendRefusals refusals,
    TimeProvider time)
{
    private const int KeysRemembered = 10_000;

    private readonly BoundedMap<(AccountId, string Endpoint, string Key), bool> _keysSeen = new(KeysRemembered);

    /// <param name="body">As it came: what a key stands for.</param>
    public async Task<IResult> SendAsync(Account account, byte[] body, SendKey? key, CancellationToken cancellationToken)
    {
        // A key that is new here is asked for by the commit, which must ask in any case; one that came before is mostly a repeat, and costs no commit.
        if (key is not null && IsSeen(account, key) && await keys.FindAsync(account.Id, key.Endpoint, key.Key, cancellationToken) is { } used)
        {
            return await RepeatAsync(account, body, used, key, cancellationToken);
        }

        var answer = await AnswerAsync(account, body, key, cancellationToken);
        return answer is Problem && key is not null && await UsedAsync(account, key, cancellationToken) is { } taken
            ? await RepeatAsync(account, body, taken, key, cancellationToken)
            : answer;
    }

    private bool IsSeen(Account account, SendKey key)
    {
        var seen = (account.Id, key.Endpoint, key.Key);
        if (_keysSeen.TryGet(seen, out _))
        {
            return true;
        }

        _keysSeen.Set(seen, true);
        return false;
    }

    /// <summary>A repeat of what was taken is no mistake, even if by now it would be one, or nobody answers.</summary>
    private async Task<IdempotencyKey?> UsedAsync(Account account, SendKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.FindAsync(account.Id, key.Endpoint, key.Key, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }

    private async Task<IResult> RepeatAsync(Account account, byte[] body, IdempotencyKey used, SendKey key, CancellationToken cancellationToken) =>
        used.Fingerprint.AsSpan().SequenceEqual(key.Fingerprint)
            ? await repeats.AnswerAsync(account, body, used.Message, used.StatusCode, cancellationToken)
            : IdempotencyProblems.KeyReused();

    private async Task<IResult> AnswerAsync(Account account, byte[] body, SendKey? key, CancellationToken cancellationToken)
    {
        if (!SendBody.TryParse(body, out var json, out var unreadable))
        {
            return unreadable;
        }

        using (json)
        {
            var (form, problem) = new SendFormReader(json.RootElement, account, time.GetUtcNow()).Read();
            if (problem is not null)
            {
                return problem;
            }

            if (NumberOf(account, form!.From) is not { } number)
            {
                return KnownProblems.PhoneNumberNotFound();
            }

            return await users.FindAsync(account, form.To, cancellationToken) switch
            {
                UserLookup.Found found => await SendAsync(new(account, number, found, form, body, key), cancellationToken),
                UserLookup.InvalidNumber invalid => SendProblems.InvalidPhoneNumber(invalid.Reason),
                UserLookup.NotOnWhatsApp => SendProblems.NotOnWhatsApp(),
                var unknown => throw new InvalidOperationException($"Unknown look-up {unknown.GetType().Name}."),
            };
        }
    }

    private async Task<IResult> SendAsync(Send send, CancellationToken cancellationToken)
    {
        var startedAt = MessageTrace.Now;
        var (reply, problem, prepared) = await AskAsync(send, isFresh: false, cancellationToken);
        if (reply is SendReply.Refused { Refusal: SendRefusal.TemplateChanged })
        {
            // A template that was remembered is out of date.
            (reply, problem, prepared) = await AskAsync(send, isFresh: true, cancellationToken);
        }

        if (reply is SendReply.Taken { Message: var message })
        {
            using var span = MessageTrace.Start(MessageTrace.Request, message, startedAt: startedAt);
            span?.SetTag("mogambo.number", send.Number.Id.Value);
        }

        return reply switch
        {
            null => problem!,
            SendReply.Taken taken => Answer(send, taken, prepared),
            SendReply.Repeated { SameBody: true } repeated =>
                await repeats.AnswerAsync(send.Account, send.Body, repeated.Message, repeated.StatusCode, cancellationToken),
            SendReply.Repeated => IdempotencyProblems.KeyReused(),
            SendReply.Refused refused => await refusals.ExplainAsync(send.Account, refused.Refusal, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown reply {reply.GetType().Name}."),
        };
    }

    private async Task<(SendReply? Reply, Problem? Problem, PreparedTemplate? Prepared)> AskAsync(
        Send send, bool isFresh, CancellationToken cancellationToken)
    {
        var form = send.Form;
        PreparedTemplate? prepared = null;
        if ((form.Template ?? form.Fallback) is { } member)
        {
            (prepared, var unfit) = await templates.FillAsync(send.Account, send.User.User, member, form.RepliesTo, isFresh, cancellationToken);
            if (unfit is not null)
            {
                return (null, unfit, null);
            }
        }

        var conversation = new ConversationId(send.Number.Id, send.User.User);
        var (reply, problem) = await call.SendAsync(conversation, RequestOf(send, prepared), cancellationToken);
        return (reply, problem, prepared);
    }

    private static SendRequest RequestOf(Send send, PreparedTemplate? prepared)
    {
        var form = send.Form;
        var isTemplate = form.Template is not null;
        var fallback = isTemplate ? null : prepared;
        return new SendRequest
        {
            Content = isTemplate ? prepared!.Content : form.Content!,
            Template = isTemplate ? prepared!.Use : null,
            TemplateCategory = isTemplate ? prepared!.Category : null,
            SendAt = form.SendAt,
            IfWindowClosed = form.IfWindowClosed,
            Fallback = fallback?.Content,
            FallbackTemplate = fallback?.Use,
            FallbackCategory = fallback?.Category,
            ExpiresAt = form.ExpiresAt,
            Reference = form.Reference,
            OnUnknown = form.OnUnknown,
            Key = send.Key,
            WaId = send.User.WaId,
        };
    }

    private static SendAnswer Answer(Send send, SendReply.Taken taken, PreparedTemplate? prepared)
    {
        var isTemplate = send.Form.Template is not null || taken.UsedFallback;
        var status = taken.Phase switch
        {
            MessagePhase.Scheduled => "scheduled",
            MessagePhase.Parked => "parked",
            _ => "queued",
        };
        return new SendAnswer(
            new SendAccepted(
                taken.Message.ToString(),
                status,
                send.User.User.Value,
                isTemplate ? SendMembers.Template : send.Form.Content!.Type,
                isTemplate ? prepared!.Preview : null,
                ApiPrice.Of(taken.Price)),
            StatusCodes.Status202Accepted,
            isRepeat: false);
    }

    private static BusinessNumber? NumberOf(Account account, string? from) =>
        account.Numbers.FirstOrDefault(number => from is null || number.Id.Value == from);

    private sealed record Send(Account Account, BusinessNumber Number, UserLookup.Found User, SendForm Form, byte[] Body, SendKey? Key);
}
