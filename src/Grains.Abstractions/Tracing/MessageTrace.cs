using System.Diagnostics;
using System.Security.Cryptography;
using Mogambo.Messages;

namespace Mogambo.Tracing;

/// <summary>
/// The spans of messages, source <c>Mogambo</c>. The trace of a message is a hash of its id, and a reply belongs to the trace of what it
/// answers: every process knows the trace from what it handles, so nothing is carried along (docs/adr/0015). While nobody listens no span
/// is made and nothing is computed.
/// </summary>
public static class MessageTrace
{
    public const string SourceName = "Mogambo";

    /// <summary>A message of a user, from the webhook that brought it until it is on disk.</summary>
    public const string Webhook = "webhook";

    /// <summary>A try to hand over what waited in the inbox.</summary>
    public const string Inbox = "inbox";

    /// <summary>A message of the business, from its request until it is on disk.</summary>
    public const string Request = "request";

    /// <summary>What a conversation made of a message, its commit included.</summary>
    public const string Turn = "turn";

    /// <summary>A call to the business's bot.</summary>
    public const string Bot = "bot";

    /// <summary>An attempt to send.</summary>
    public const string Send = "send";

    /// <summary>A status that WhatsApp told.</summary>
    public const string Status = "status";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Whether somebody listens.</summary>
    public static bool IsOn => s_source.HasListeners();

    /// <summary>The wall time to give to <see cref="Start(string, MessageId, MessageId?, DateTimeOffset)"/> later; nothing while nobody listens.</summary>
    public static DateTimeOffset Now => IsOn ? TimeProvider.System.GetUtcNow() : default;

    /// <summary>Begins a span in the trace of a message; null while nobody listens.</summary>
    /// <param name="inReplyTo">The message that it answers, whose trace is its own.</param>
    /// <param name="startedAt">When it began, if that was before.</param>
    public static Activity? Start(string name, MessageId message, MessageId? inReplyTo = null, DateTimeOffset startedAt = default)
    {
        if (!IsOn)
        {
            return null;
        }

        var kind = name is Webhook or Request or Status ? ActivityKind.Server : name is Bot or Send ? ActivityKind.Client : ActivityKind.Internal;
        var span = s_source.StartActivity(name, kind, ContextOf(inReplyTo ?? message), startTime: startedAt);
        return span?.SetTag("mogambo.message", message.ToString());
    }

    /// <summary>Begins a span for each message.</summary>
    public static MessageSpans Start(string name, IReadOnlyList<InboundMessage> messages) =>
        IsOn ? StartAll(name, messages) : default;

    // Apart, because its closure would be made even where nobody listens.
    private static MessageSpans StartAll(string name, IReadOnlyList<InboundMessage> messages) => new([.. messages.Select(message => Start(name, message.Id))]);

    /// <summary>The trace of a message, and the span, never recorded itself, that all of its spans are below.</summary>
    public static ActivityContext ContextOf(MessageId message)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        message.Value.TryWriteBytes(id, bigEndian: true, out _);
        SHA256.HashData(id, hash);
        return new(ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash[16..24]), ActivityTraceFlags.Recorded, isRemote: true);
    }
}
