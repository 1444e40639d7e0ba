using Mogambo.Messages;

namespace Mogambo.Sending;

/// <summary>What an attempt sends.</summary>
/// <param name="Content">Null: it is read from the message's row, and the other with it.</param>
/// <param name="InReplyTo">The message of the user that it answers, if it does.</param>
internal readonly record struct SendWhat(OutboundContent? Content, MessageId? InReplyTo);
