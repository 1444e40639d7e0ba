using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>One of the two forms in which an instance tells us things.</summary>
internal abstract class WebhookSource
{
    /// <summary>Whether a request could be genuine by its headers alone; one that could not is refused without reading its body.</summary>
    public abstract bool MayBeGenuine(HttpRequest request);

    /// <summary>Whose secret the request was made with, or null.</summary>
    public abstract WebhookOrigin? Authenticate(HttpRequest request, ReadOnlySpan<byte> body);

    public abstract WebhookBody Parse(ReadOnlyMemory<byte> body);
}
