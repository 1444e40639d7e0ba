using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Mogambo.EndToEnd.Tests.Crashes;

/// <summary>
/// Holds what the instance saw (its ledger) against what the database says, by sets alone and with no code of the product: was every
/// acknowledged message answered exactly once, or does its reply stand unknown?
/// </summary>
public sealed class Checker
{
    private readonly HashSet<string> _generated = [];
    private readonly HashSet<string> _acknowledged = [];
    private readonly Dictionary<string, (string? User, int Count)> _accepted = [];
    private readonly Dictionary<string, Row> _inbound = [];
    private readonly Dictionary<Guid, List<Row>> _replies = [];

    private Checker()
    {
    }

    /// <summary>Acknowledged, and neither answered nor unknown.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Stored or sent, but never written by anybody.</summary>
    public List<string> Unexpected { get; } = [];

    /// <summary>Answered more than once.</summary>
    public List<string> Doubled { get; } = [];

    /// <summary>A reply that reached somebody else.</summary>
    public List<string> Misdirected { get; } = [];

    /// <summary>Stored, though the acknowledgement never arrived: allowed.</summary>
    public int Recovered { get; private set; }

    /// <summary>Replies whose outcome stands unknown and which the instance did not take.</summary>
    public List<(string Message, DateTimeOffset CreatedAt)> Unknown { get; } = [];

    /// <summary>Replies that stand unknown though the instance took them and echoed our id.</summary>
    public List<string> UnknownThoughEchoed { get; } = [];

    public int Acknowledged => _acknowledged.Count;

    public static async Task<Checker> RunAsync(IEnumerable<string> ledger, DbConnection database)
    {
        var checker = new Checker();
        checker.Read(ledger);
        await checker.ReadAsync(database);
        checker.Compare();
        return checker;
    }

    public override string ToString() =>
        $"acknowledged {Acknowledged}, lost {Lost.Count}, unexpected {Unexpected.Count}, doubled {Doubled.Count}, misdirected {Misdirected.Count}, "
        + $"recovered {Recovered}, unknown {Unknown.Count}, unknown though echoed {UnknownThoughEchoed.Count}";

    private void Read(IEnumerable<string> ledger)
    {
        foreach (var line in ledger)
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            var item = Text(entry, "item_id");
            switch (Text(entry, "kind"))
            {
                case "gen":
                    _generated.Add(item!);
                    break;
                case "ack":
                    _acknowledged.Add(item!);
                    break;
                case "send_decision" when Text(entry, "decision") is "accepted" or "dropped-after-accept" or "silent-after-accept" or "garbage-after-accept" && Text(entry, "opaque") is { } opaque:
                    _accepted[opaque] = (Text(entry, "user"), _accepted.GetValueOrDefault(opaque).Count + 1);
                    break;
            }
        }
    }

    private async Task ReadAsync(DbConnection database)
    {
        await using var connection = database;
        await connection.OpenAsync();
        foreach (var row in await connection.QueryAsync("select id, wamid, direction, phase, attempt, rank, in_reply_to, conversation, created_at from message"))
        {
            var read = new Row(IdOf(row.id), (string?)row.wamid, (int)row.phase, (int)row.attempt, (int)row.rank, (string)row.conversation, DateTimeOffset.FromUnixTimeMilliseconds((long)row.created_at));
            if ((int)row.direction == 0)
            {
                _inbound[read.Wamid!] = read;
            }
            else if (row.in_reply_to is not null)
            {
                Guid inReplyTo = IdOf(row.in_reply_to);
                (_replies.TryGetValue(inReplyTo, out var replies) ? replies : _replies[inReplyTo] = []).Add(read);
            }
        }
    }

    private void Compare()
    {
        Unexpected.AddRange(_inbound.Keys.Except(_generated));
        Lost.AddRange(_acknowledged.Except(_inbound.Keys).Select(wamid => $"{wamid} was acknowledged and is not stored"));
        Recovered = _inbound.Keys.Except(_acknowledged).Count();

        foreach (var (wamid, inbound) in _inbound)
        {
            var replies = _replies.GetValueOrDefault(inbound.Id) ?? [];
            if (replies.Count != 1)
            {
                (replies.Count == 0 ? Lost : Doubled).Add($"{wamid} has {replies.Count} replies");
                continue;
            }

            Compare(wamid, inbound, replies[0]);
        }

        var known = _replies.Values.SelectMany(replies => replies).Select(reply => reply.Id).ToHashSet();
        Unexpected.AddRange(_accepted.Keys.Where(opaque => !known.Contains(OpaqueId.Decode(opaque))));
    }

    private void Compare(string wamid, Row inbound, Row reply)
    {
        var sends = _accepted.Where(send => OpaqueId.Decode(send.Key) == reply.Id).ToArray();
        var count = sends.Sum(send => send.Value.Count);
        Misdirected.AddRange(sends
            .Where(send => send.Value.User != inbound.Conversation.Split('/')[1])
            .Select(send => $"{send.Key} went to somebody else"));

        if (count > 1)
        {
            Doubled.Add($"{wamid}: the instance took {count} replies");
        }

        var isUnknown = reply.Phase == 5 && reply.Rank < (reply.Attempt * 16) + 1;
        if (isUnknown)
        {
            var described = $"{wamid}, reply {reply.Id}, attempt {reply.Attempt}";
            if (count > 0)
            {
                UnknownThoughEchoed.Add(described);
            }
            else
            {
                Unknown.Add((described, reply.CreatedAt));
            }
        }
        else if (count == 0)
        {
            Lost.Add($"{wamid}: its reply is neither at the instance nor unknown (phase {reply.Phase}, rank {reply.Rank})");
        }
    }

    private static Guid IdOf(object value) => value is Guid id ? id : new Guid((byte[])value, bigEndian: true);

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed record Row(Guid Id, string? Wamid, int Phase, int Attempt, int Rank, string Conversation, DateTimeOffset CreatedAt);
}
