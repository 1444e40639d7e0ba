using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;

namespace Mogambo.Conversations;

/// <summary>What a user's own words, and WhatsApp's, say about messages that the business starts (contract section 4, fact sheet 11.5).</summary>
internal sealed partial class Conversation
{
    /// <summary>The user stopped marketing messages of this business (fact sheet 14).</summary>
    private const int MarketingStopped = 131050;

    private readonly List<NewOptIn> _optIns = [];

    /// <summary>Recorded for the whole account at the message's own time, so that one that comes late revives nothing.</summary>
    private void Record(OptInAction action, InboundMessage message, bool isStale)
    {
        _optIns.Add(new()
        {
            Account = context.Number.Account.Id,
            User = context.Id.User,
            Action = action,
            At = message.SentAt < Now ? message.SentAt : Now,
            Source = "keyword",
            Evidence = message.Id.ToString(),
            By = "user",
        });

        var words = context.Number.Account.Options.OptInWords;
        var reply = action == OptInAction.OptedOut ? words.StopReply : words.StartReply;
        if (!isStale && reply.Length > 0 && _state.Window.AllowsSendAt(Now))
        {
            Queue([TextContent.Of(reply)], message.Id);
        }
    }

    private void RecordMarketingStopped(MessageError? error, DateTimeOffset at)
    {
        if (error?.Code != MarketingStopped)
        {
            return;
        }

        _optIns.Add(new()
        {
            Account = context.Number.Account.Id,
            User = context.Id.User,
            Action = OptInAction.MarketingStopped,
            At = at < Now ? at : Now,
            Source = $"error {MarketingStopped}",
            By = "whatsapp",
        });
    }
}
