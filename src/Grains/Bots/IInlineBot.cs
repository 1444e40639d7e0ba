using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>A bot of our own that answers at once and by computing alone, so its reply is claimed in the inbound message's own commit.</summary>
internal interface IInlineBot
{
    BotAnswer.Replied Answer(InboundMessage message);
}
