using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Orleans.Storage;

namespace Mogambo.Conversations;

/// <summary>What a business asks by API.</summary>
internal sealed partial class ConversationGrain
{
    public async Task<SendReply> SendAsync(SendRequest request)
    {
        var decision = await CommitAsync(conversation => conversation.Send(request));

        // A repeat of what was taken is no refusal, even if by now the message would be refused.
        return decision.Reply is SendReply.Refused
            && request.Key is { } key
            && await keys.FindAsync(_number.Account.Id, key.Endpoint, key.Key) is { } stored
                ? RepeatOf(stored, key)
                : decision.Reply!;
    }

    public async Task<ChangeReply> CancelAsync(MessageId message)
    {
        var decision = await CommitAsync(conversation => conversation.Cancel(message));
        return decision.Change is ChangeReply.NotFound && await RowAsync(message) is not null ? ChangeReply.TooLate : decision.Change!.Value;
    }

    public async Task<ChangeReply> ResolveAsync(MessageId message, Resolution resolution)
    {
        if (await RowAsync(message) is not { } row)
        {
            return ChangeReply.NotFound;
        }

        if (_id.User.IsErased && resolution == Resolution.Resend)
        {
            return ChangeReply.TooLate;
        }

        var terms = await TermsOfAsync(row);
        return (await CommitAsync(conversation => conversation.Resolve(row, resolution, terms))).Change!.Value;
    }

    public async Task<bool> EraseAsync()
    {
        await CommitAsync(conversation => conversation.DropWaiting());
        if (_state.Outbox.Any(entry => entry.Phase == MessagePhase.Claimed))
        {
            return false;
        }

        try
        {
            if (!await erasure.EraseConversationAsync(_number.Account.Id, _id, _version))
            {
                throw new InconsistentStateException($"Conversation was written by another activation since version {_version}.");
            }
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        (_state, _version) = (New, 0);
        return true;
    }

    private async Task<StoredMessage?> RowAsync(MessageId message) =>
        await store.GetMessagesAsync([MessageKey.OfOutbound(message)]) is [{ Direction: MessageDirection.Outbound } row] && row.Conversation == _id ? row : null;

    /// <summary>What a message depends on that the state no longer holds: its template as it is now.</summary>
    private async Task<SendTerms?> TermsOfAsync(StoredMessage row)
    {
        if (TemplateContent.TemplateOf(row.Type, row.Content) is not { } template)
        {
            return null;
        }

        var known = await templates.FindAsync(_number.Account.Id, template);
        return new() { Template = new(template, known?.Shape ?? ""), Category = TemplateContent.WordOf(known?.Category) };
    }

    private static SendReply.Repeated RepeatOf(IdempotencyKey stored, SendKey key) => RepeatOf(stored, key.Fingerprint);

    private static SendReply.Repeated RepeatOf(IdempotencyKey stored, byte[] fingerprint) =>
        new(stored.Message, stored.StatusCode, stored.Fingerprint.AsSpan().SequenceEqual(fingerprint));
}
