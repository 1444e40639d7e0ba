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

    /// <summary>WhatsApp tells the times of messages in whole seconds (fact sheet 11.5): one of now is up to so much later than it says.</summary>
    private static readonly TimeSpan s_untold = TimeSpan.FromMilliseconds(999);

    /// <summary>Recorded for the whole account at the message's own time, so that one that comes late revives nothing.</summary>
    private void Record(OptInAction action, InboundMessage message, bool isReplied)
    {
        _optIns.Add(new()
        {
            Account = context.Number.Account.Id,
            User = context.Id.User,
            Action = action,
            At = DecidedAt(action, message.SentAt),
            Source = "keyword",
            Evidence = message.Id.ToString(),
            By = "user",
        });

        var words = context.Number.Account.Options.OptInWords;
        var reply = action == OptInAction.OptedOut ? words.StopReply : words.StartReply;
        if (isReplied && reply.Length > 0 && _state.Window.AllowsSendAt(Now))
        {
            Queue([TextContent.Of(reply)], message.Id);
        }
    }

    /// <summary>
    /// When the user decided. A word that arrives in the second of its message counts from now: it answers an entry that the API made
    /// earlier in that second. Of a word that arrives later only the second is known: a stop counts from its end, a start from its beginning.
    /// </summary>
    private DateTimeOffset DecidedAt(OptInAction action, DateTimeOffset said)
    {
        var latest = said + s_untold;
        return latest >= Now ? Now : action == OptInAction.OptedOut ? latest : said;
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
