using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking;

/// <summary>Both sides of a run, with what is looked up in them again and again.</summary>
public sealed class Case
{
    private readonly Dictionary<string, HashSet<string>> _names;
    private readonly Dictionary<Guid, (long, long)> _received = [];
    private readonly Dictionary<string, MessageRow> _outboundByWamid = [];

    public Case(Ledgers ledgers, Dump dump, CheckOptions options)
    {
        (Ledgers, Dump, Options) = (ledgers, dump, options);
        foreach (var row in dump.Messages)
        {
            Rows.TryAdd(row.Id, row);
            if (row.IsInbound && row.Wamid is not null)
            {
                Inbound.TryAdd(row.Wamid, row);
            }
            else if (row.Wamid is not null)
            {
                _outboundByWamid.TryAdd(row.Wamid, row);
            }
        }

        foreach (var item in dump.Events)
        {
            Note(item);
        }

        _names = dump.Conversations.ToDictionary(row => row.Id, NamesOf);
        Replies = dump.Messages.Where(row => row.InReplyTo is not null).ToLookup(row => row.InReplyTo!.Value);
        Sends = ledgers.Sends.Where(send => send.Attempt is not null).ToLookup(send => send.Attempt!.Value.Message);
        Calls = ledgers.BotCalls.Where(call => call.Wamid is not null).ToLookup(call => call.Wamid!);
        Modes = ledgers.BotReplies.ToLookup(reply => reply.Turn, reply => reply.Mode);
        GivenUp = dump.DeadLetters.Where(letter => letter is { Kind: 2, MessageId: not null }).Select(letter => letter.MessageId!.Value).ToHashSet();
        ByHuman = dump.Conversations.Where(row => row.HandledByHuman).Select(row => row.Id).ToHashSet();
    }

    public Ledgers Ledgers { get; }

    public Dump Dump { get; }

    public CheckOptions Options { get; }

    /// <summary>By our id.</summary>
    public Dictionary<Guid, MessageRow> Rows { get; } = [];

    /// <summary>By wamid.</summary>
    public Dictionary<string, MessageRow> Inbound { get; } = [];

    /// <summary>By the message they answer.</summary>
    public ILookup<Guid, MessageRow> Replies { get; }

    /// <summary>By our id, in the order of the instance's decisions.</summary>
    public ILookup<Guid, Send> Sends { get; }

    /// <summary>By wamid.</summary>
    public ILookup<string, BotCall> Calls { get; }

    /// <summary>What the bot answered to a turn.</summary>
    public ILookup<string, string> Modes { get; }

    /// <summary>Messages whose turn became a dead letter.</summary>
    public HashSet<Guid> GivenUp { get; }

    public HashSet<string> ByHuman { get; }

    /// <summary>Messages that were told to be unknown at some time, and when.</summary>
    public Dictionary<Guid, long> ToldUnknown { get; } = [];

    public static string Shown(Guid message) => ShownId.Of(ShownId.Message, message);

    /// <summary>The row that a status without our id belongs to; null: it is of nobody we know.</summary>
    public MessageRow? OfWamid(string wamid) => _outboundByWamid.GetValueOrDefault(wamid);

    /// <summary>Whether this address is the conversation's user on the conversation's number.</summary>
    public bool IsOf(string conversation, string? user, string? number) =>
        user is not null
        && (number is null || conversation.StartsWith(number + "/", StringComparison.Ordinal))
        && (conversation.EndsWith("/" + Plain(user), StringComparison.Ordinal) || (_names.TryGetValue(conversation, out var names) && names.Contains(Plain(user))));

    /// <summary>
    /// Where an inbound message stands in its conversation: the place of its event, which grows with the commits of a conversation, or
    /// without a feed the time at which it was stored. Equal places say nothing of the order.
    /// </summary>
    public (long, long) PlaceOf(MessageRow row) => _received.TryGetValue(row.Id, out var place) ? place : (row.CreatedAt, 0);

    /// <summary>Whether these two can be compared by <see cref="PlaceOf"/>.</summary>
    public bool HasEvent(MessageRow row) => _received.ContainsKey(row.Id);

    private static HashSet<string> NamesOf(ConversationRow row) =>
        [.. new[] { row.UserId, row.WaId, row.BusinessScopedUserId }.OfType<string>().Select(Plain)];

    private static string Plain(string user) => user.Any(c => c is '+' or ' ' or '-' or '(' or ')') && user.Any(char.IsAsciiDigit) && !user.Contains('.', StringComparison.Ordinal)
        ? string.Concat(user.Where(char.IsAsciiDigit))
        : user;

    private void Note(EventRow item)
    {
        if (item.MessageId is not { } message)
        {
            return;
        }

        if (item.Type == "message.received")
        {
            _received.TryAdd(message, (item.Xid, item.Id));
        }
        else if (item.Type == "message.unknown")
        {
            ToldUnknown.TryAdd(message, item.RecordedAt);
        }
    }
}
