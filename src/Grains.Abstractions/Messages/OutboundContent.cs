namespace Mogambo.Messages;

/// <summary>
/// What a message says: the type and the member named after it, in the Cloud API's own shape
/// (<c>{"type":"text","text":{"body":"…"}}</c>, optionally <c>context</c>), as JSON bytes. It never says to whom.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.outbound-content")]
public sealed record OutboundContent([property: Id(0)] string Type, [property: Id(1)] byte[] Json);
