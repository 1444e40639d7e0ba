using System.Text.Json;

namespace Mogambo.Simulator.Webhooks;

/// <summary>What happened since the start, as numbers.</summary>
internal sealed class Counters
{
    public long Generated;
    public long MessagesAcked;
    public long StatusesEmitted;
    public long StatusesAcked;
    public long TemplateUpdates;
    public long Posts;
    public long Refusals;
    public long GivenUp;
    public long Pending;
    public long SendsAccepted;
    public long SendsRefused;
    public long SendsDropped;

    public void Write(Utf8JsonWriter json, int users)
    {
        json.WriteStartObject();
        json.WriteNumber("generated", Interlocked.Read(ref Generated));
        json.WriteNumber("acked", Interlocked.Read(ref MessagesAcked));
        json.WriteNumber("pending", Interlocked.Read(ref Pending));
        json.WriteNumber("sends_accepted", Interlocked.Read(ref SendsAccepted));
        json.WriteNumber("sends_refused", Interlocked.Read(ref SendsRefused));
        json.WriteNumber("sends_dropped", Interlocked.Read(ref SendsDropped));
        json.WriteNumber("statuses_emitted", Interlocked.Read(ref StatusesEmitted));
        json.WriteNumber("statuses_acked", Interlocked.Read(ref StatusesAcked));
        json.WriteNumber("template_updates", Interlocked.Read(ref TemplateUpdates));
        json.WriteNumber("webhook_posts", Interlocked.Read(ref Posts));
        json.WriteNumber("webhook_refusals", Interlocked.Read(ref Refusals));
        json.WriteNumber("webhooks_given_up", Interlocked.Read(ref GivenUp));
        json.WriteNumber("users", users);
        json.WriteEndObject();
    }
}
