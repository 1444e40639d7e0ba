using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mogambo.Simulator.Chats;

/// <summary>A person with a phone, and what the phone shows. Thread-safe.</summary>
internal sealed class User
{
    private readonly Lock _gate = new();
    private readonly List<ChatMessage> _messages = [];
    private readonly HashSet<string> _stopped = [];
    private string _name;
    private volatile UserTraits _traits = UserTraits.Usual;

    public User(string key, string name)
    {
        Key = key;
        _name = name;
        WaId = key.Contains('.', StringComparison.Ordinal) ? null : key;
        UserId = WaId is null ? key : BusinessScopedId(key);
    }

    /// <summary>The <c>wa_id</c>, or the business-scoped id of a user who hides the number.</summary>
    public string Key { get; }

    /// <summary>Null for a user who hides the number behind a username (fact sheet 7).</summary>
    public string? WaId { get; }

    /// <summary>Business-scoped user id.</summary>
    public string UserId { get; }

    public string Name
    {
        get => Volatile.Read(ref _name);
        set => Volatile.Write(ref _name, value);
    }

    public UserTraits Traits
    {
        get => _traits;
        set => _traits = value;
    }

    /// <summary>When something last happened here, in ticks of the clock: who was silent longest is forgotten first.</summary>
    public long LastActiveAt { get; set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>Whether the user wants no marketing from a number.</summary>
    public bool HasStopped(string number)
    {
        lock (_gate)
        {
            return _stopped.Contains(number);
        }
    }

    public void Prefer(string number, bool stopped)
    {
        lock (_gate)
        {
            _ = stopped ? _stopped.Add(number) : _stopped.Remove(number);
        }
    }

    /// <summary>Adds a message; gives back the ids of the user's own messages that had to make room.</summary>
    public IReadOnlyList<string> Add(ChatMessage message, int limit)
    {
        lock (_gate)
        {
            _messages.Add(message);
            var excess = _messages.Count - limit;
            if (excess <= 0)
            {
                return [];
            }

            var gone = _messages.Take(excess).Where(old => old.IsFromUser).Select(old => old.Id).ToList();
            _messages.RemoveRange(0, excess);
            return gone;
        }
    }

    /// <summary>Raises the tick of a message; null when it is unknown or was already there.</summary>
    public ChatMessage? Mark(string id, Tick tick, int errorCode = 0)
    {
        lock (_gate)
        {
            if (Find(id) is not { } message || message.Tick >= tick)
            {
                return null;
            }

            message.Tick = tick;
            message.ErrorCode = errorCode;
            return message;
        }
    }

    /// <summary>Marks the user's messages to a number as read, up to one of them, or all of them.</summary>
    public IReadOnlyList<ChatMessage> MarkReadUpTo(string? id, string number)
    {
        lock (_gate)
        {
            var last = id is null ? _messages.Count - 1 : _messages.FindLastIndex(message => message.Id == id);
            var marked = new List<ChatMessage>();
            for (var i = last; i >= 0; i--)
            {
                var message = _messages[i];
                if (message.IsFromUser && message.Number == number)
                {
                    if (message.Tick == Tick.Read)
                    {
                        break;
                    }

                    message.Tick = Tick.Read;
                    marked.Add(message);
                }
            }

            return marked;
        }
    }

    public ChatMessage? React(string id, string? emoji)
    {
        lock (_gate)
        {
            if (Find(id) is not { } message)
            {
                return null;
            }

            message.Reaction = string.IsNullOrEmpty(emoji) ? null : emoji;
            return message;
        }
    }

    public IReadOnlyList<string> OwnMessageIds()
    {
        lock (_gate)
        {
            return [.. _messages.Where(message => message.IsFromUser).Select(message => message.Id)];
        }
    }

    public void WriteMessages(Utf8JsonWriter json)
    {
        lock (_gate)
        {
            json.WriteStartArray();
            foreach (var message in _messages)
            {
                message.Write(json);
            }

            json.WriteEndArray();
        }
    }

    public void WriteSummary(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Key);
        json.WriteString("name", Name);
        json.WriteString("wa_id", WaId);
        json.WriteString("user_id", UserId);
        Traits.Write(json);
        lock (_gate)
        {
            json.WriteStartArray("stopped");
            foreach (var number in _stopped)
            {
                json.WriteStringValue(number);
            }

            json.WriteEndArray();
            json.WriteNumber("messages", _messages.Count);
            if (_messages.Count > 0)
            {
                json.WritePropertyName("last");
                _messages[^1].Write(json);
            }
        }

        json.WriteEndObject();
    }

    private ChatMessage? Find(string id) => _messages.FindLast(message => message.Id == id);

    /// <summary>The same number always has the same id, as it would within one business portfolio.</summary>
    private static string BusinessScopedId(string waId)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(waId));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"US.{BitConverter.ToUInt64(digest):D20}");
    }
}
