using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Mogambo.Simulator.Phone;

namespace Mogambo.Simulator.Chats;

/// <summary>Every user and chat. Bounded: the users silent for longest are forgotten.</summary>
internal sealed class ChatBook(SimulatorOptions options, TimeProvider time, PhoneEvents events)
{
    /// <summary>Across all users; with the limit per user alone, memory would have none.</summary>
    private const int MostMessages = 200_000;

    private readonly ConcurrentDictionary<string, User> _users = new();
    private readonly ConcurrentDictionary<string, User> _byUserId = new();
    private readonly ConcurrentDictionary<string, User> _byInput = new();
    private readonly ConcurrentDictionary<string, User> _writers = new();
    private readonly Lock _forgetting = new();
    private int _messages;

    public IReadOnlyList<User> Users => [.. _users.Values.OrderByDescending(user => user.LastActiveAt)];

    public int Count => _users.Count;

    /// <summary>By <c>wa_id</c>, business-scoped id, or another way to write the number.</summary>
    public User? Find(string id) => _users.GetValueOrDefault(id) ?? _byUserId.GetValueOrDefault(id) ?? _byInput.GetValueOrDefault(id);

    /// <summary>Who wrote a message.</summary>
    public bool TryFindWriter(string messageId, [MaybeNullWhen(false)] out User user) => _writers.TryGetValue(messageId, out user);

    public User GetOrAdd(string id, string? name = null)
    {
        if (Find(id) is { } known)
        {
            if (name is not null && known.Name != name)
            {
                known.Name = name;
                events.User(known);
            }

            return known;
        }

        var user = _users.GetOrAdd(id, static (key, given) => new(key, given ?? (key.Contains('.', StringComparison.Ordinal) ? key : "+" + key)), name);
        user.LastActiveAt = time.GetTimestamp();
        _byUserId[user.UserId] = user;
        if (_users.Count > options.UserLimit)
        {
            ForgetSilent();
        }

        events.User(user);
        return user;
    }

    public void Give(User user, UserTraits traits)
    {
        foreach (var input in user.Traits.Inputs)
        {
            _byInput.TryRemove(KeyValuePair.Create(input, user));
        }

        user.Traits = traits;
        foreach (var input in traits.Inputs)
        {
            _byInput[input] = user;
        }

        events.User(user);
    }

    public void Prefer(User user, string number, bool stopped)
    {
        user.Prefer(number, stopped);
        events.User(user);
    }

    public void Add(User user, ChatMessage message)
    {
        user.LastActiveAt = time.GetTimestamp();
        if (message.IsFromUser)
        {
            _writers[message.Id] = user;
        }

        var gone = user.Add(message, options.ChatLimit);
        foreach (var id in gone)
        {
            _writers.TryRemove(id, out _);
        }

        if (Interlocked.Increment(ref _messages) > MostMessages)
        {
            ForgetSilent();
        }

        events.Message(user, message);
    }

    public void Mark(User user, string id, Tick tick, int errorCode = 0)
    {
        if (user.Mark(id, tick, errorCode) is { } message)
        {
            events.Tick(user, message);
        }
    }

    /// <summary>Two blue ticks on what the user wrote, as after a read receipt or an answer.</summary>
    public void MarkReadUpTo(User user, string? id, string number)
    {
        foreach (var message in user.MarkReadUpTo(id, number))
        {
            events.Tick(user, message);
        }
    }

    public void React(User user, string id, string? emoji)
    {
        if (user.React(id, emoji) is { } message)
        {
            events.Tick(user, message);
        }
    }

    public void Clear()
    {
        _users.Clear();
        _byUserId.Clear();
        _byInput.Clear();
        _writers.Clear();
        Interlocked.Exchange(ref _messages, 0);
        events.Reset();
    }

    /// <summary>A tenth at a time, so that sorting is rare.</summary>
    private void ForgetSilent()
    {
        lock (_forgetting)
        {
            if (_users.Count <= options.UserLimit && _messages <= MostMessages)
            {
                return;
            }

            foreach (var user in _users.Values.OrderBy(user => user.LastActiveAt).Take(Math.Max(1, _users.Count / 10)).ToList())
            {
                _users.TryRemove(user.Key, out _);
                _byUserId.TryRemove(user.UserId, out _);
                foreach (var input in user.Traits.Inputs)
                {
                    _byInput.TryRemove(KeyValuePair.Create(input, user));
                }

                foreach (var id in user.OwnMessageIds())
                {
                    _writers.TryRemove(id, out _);
                }
            }

            _messages = _users.Values.Sum(user => user.Count);
        }
    }
}
