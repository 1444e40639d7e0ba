using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Phone;

/// <summary>Tells open phone pages what changed. Costs nothing while no page is open.</summary>
internal sealed class PhoneEvents
{
    /// <summary>A page that falls this far behind is told to load everything anew.</summary>
    private const int MostWaiting = 1000;

    private readonly ConcurrentDictionary<Subscription, bool> _pages = new();

    public Subscription Subscribe()
    {
        var page = new Subscription(this);
        _pages[page] = true;
        return page;
    }

    public void User(User user) => Publish("user", user, static (json, value) => value.WriteSummary(json));

    public void Message(User user, ChatMessage message) => Publish("message", (user, message), WriteMessage);

    public void Tick(User user, ChatMessage message) => Publish("tick", (user, message), WriteMessage);

    public void Typing(User user) => Publish("typing", user, static (json, value) =>
    {
        json.WriteStartObject();
        json.WriteString("user", value.Key);
        json.WriteEndObject();
    });

    /// <summary>How the latest webhook fared: 200, another status, or 0 when nobody answered.</summary>
    public void Webhook(int status, TimeSpan retryIn, long pending) => Publish("webhook", (status, retryIn, pending), static (json, value) =>
    {
        json.WriteStartObject();
        json.WriteNumber("status", value.status);
        json.WriteNumber("retry_in_ms", (long)value.retryIn.TotalMilliseconds);
        json.WriteNumber("pending", value.pending);
        json.WriteEndObject();
    });

    public void Template(Template template) => Publish("template", template, static (json, value) => value.WriteKept(json));

    public void Reset() => Publish("reset", 0, static (json, _) => json.WriteNumberValue(0));

    private static void WriteMessage(Utf8JsonWriter json, (User User, ChatMessage Message) what)
    {
        json.WriteStartObject();
        json.WriteString("user", what.User.Key);
        json.WriteString("name", what.User.Name);
        json.WritePropertyName("message");
        what.Message.Write(json);
        json.WriteEndObject();
    }

    private void Publish<T>(string name, T value, Action<Utf8JsonWriter, T> write)
    {
        if (_pages.IsEmpty)
        {
            return;
        }

        var data = new ArrayBufferWriter<byte>(512);
        data.Write("event: "u8);
        data.Write(System.Text.Encoding.ASCII.GetBytes(name));
        data.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(data))
        {
            write(json, value);
        }

        data.Write("\n\n"u8);
        var bytes = data.WrittenSpan.ToArray();
        foreach (var page in _pages.Keys)
        {
            page.Offer(bytes);
        }
    }

    /// <summary>One open page.</summary>
    public sealed class Subscription(PhoneEvents owner) : IDisposable
    {
        private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(MostWaiting);
        private volatile bool _fellBehind;

        public ChannelReader<byte[]> Waiting => _waiting.Reader;

        /// <summary>Whether events were lost since the last time this was asked.</summary>
        public bool FellBehind()
        {
            var behind = _fellBehind;
            _fellBehind = false;
            return behind;
        }

        public void Offer(byte[] data)
        {
            if (!_waiting.Writer.TryWrite(data))
            {
                _fellBehind = true;
            }
        }

        public void Dispose() => owner._pages.TryRemove(this, out _);
    }
}
