using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>Answers <c>echo </c> and the text. Other types get no answer.</summary>
internal sealed class EchoBot : IInlineBot
{
    public BotAnswer.Replied Answer(InboundMessage message) =>
        message is { Type: "text", Text: { } text } ? new([TextContent.Of("echo " + text)]) : BotAnswer.Replied.Nothing;
}
