using System.Globalization;
using System.Text.Json;

namespace Mogambo.Storage.Events;

/// <summary>Events as businesses read them (contract section 6): posted to subscribers, in the feed and in its stream.</summary>
public static class EventJson
{
    /// <summary>The body of a delivery. The event's id travels as <c>webhook-id</c>.</summary>
    public static byte[] Body(StoredEvent @event) => Write(json =>
    {
        json.WriteStartObject();
        WriteMembers(json, @event);
        json.WriteEndObject();
    });

    /// <summary>The event in the feed: with its id.</summary>
    public static byte[] WithId(StoredEvent @event) => Write(json => WriteWithId(json, @event));

    public static void WriteWithId(Utf8JsonWriter json, StoredEvent @event)
    {
        json.WriteStartObject();
        json.WriteString("id", @event.Id);
        WriteMembers(json, @event);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, StoredEvent @event)
    {
        json.WriteString("type", @event.Type);
        json.WriteString("timestamp", @event.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
        json.WriteString("account", @event.Account.Value);
        json.WritePropertyName("data");
        json.WriteRawValue(@event.Data);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.ToArray();
    }
}
