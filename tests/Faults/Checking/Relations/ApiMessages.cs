using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>A key that the API answered with 2xx is one message, the same for every repeat (bar R18 and 4.4). Keys are unique over accounts.</summary>
internal static class ApiMessages
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("api");
        var calls = run.Ledgers.ApiCalls.ToLookup(call => call.Key);
        var stored = run.Dump.Idempotency.ToLookup(row => row.Key);
        var acknowledged = run.Ledgers.ApiAcks.Where(ack => ack.IsSuccess).ToLookup(ack => ack.Key);
        foreach (var acks in acknowledged)
        {
            relation.Checked++;
            Compare(run, relation, acks.Key, [.. acks], [.. stored[acks.Key]], calls[acks.Key].FirstOrDefault());
        }

        foreach (var key in stored)
        {
            CompareStored(run, relation, [.. key], calls.Contains(key.Key), acknowledged.Contains(key.Key));
        }

        CompareMessages(run, relation);
        return relation;
    }

    private static void Compare(Case run, Relation relation, string key, ApiAck[] acks, IdempotencyRow[] stored, ApiCall? call)
    {
        var named = acks.Select(ack => ack.Message ?? "").Distinct().ToArray();
        string?[] keys = [key, .. named, .. stored.Select(row => Case.Shown(row.MessageId))];
        if (named.Length > 1)
        {
            relation.Report(Flaw.Doubled, "repeat-with-another-message", $"The key {key} was answered with {named.Length} messages", keys);
        }

        foreach (var name in named)
        {
            if (ShownId.Read(ShownId.Message, name) is not { } id || !run.Rows.TryGetValue(id, out var row) || row.IsInbound)
            {
                relation.Report(Flaw.Lost, "acked-without-message", $"The key {key} was answered with {name}, which is not stored", keys);
            }
            else if (call is not null && (row.Account != call.Account || !run.IsOf(row.Conversation, call.User, call.Number)))
            {
                relation.Report(Flaw.Misdirected, "stored-elsewhere", $"The message of the key {key} stands in another's conversation", keys);
            }
        }

        if (stored.Length == 0)
        {
            relation.Report(Flaw.Lost, "acked-without-key", $"The key {key} was answered and is not stored: a repeat would be sent again", keys);
        }
        else if (named.Length == 1 && stored.All(row => Case.Shown(row.MessageId) != named[0]))
        {
            relation.Report(Flaw.Doubled, "key-names-another-message", $"The key {key} was answered with {named[0]} and names another message now", keys);
        }
    }

    private static void CompareStored(Case run, Relation relation, IdempotencyRow[] rows, bool wasCalled, bool wasAcknowledged)
    {
        string?[] keys = [rows[0].Key, .. rows.Select(row => Case.Shown(row.MessageId))];
        if (rows.Length > 1)
        {
            relation.Report(Flaw.Doubled, "two-messages-for-a-key", $"The key {rows[0].Key} has {rows.Length} messages", keys);
        }

        if (!wasCalled)
        {
            relation.Report(Flaw.Unexpected, "key-nobody-used", $"The key {rows[0].Key} is stored and nobody used it", keys);
        }

        if (rows.Any(row => !run.Rows.ContainsKey(row.MessageId)))
        {
            relation.Report(Flaw.Lost, "key-without-message", $"The key {rows[0].Key} names a message that is not stored", keys);
        }

        relation.Recovered += wasCalled && !wasAcknowledged ? 1 : 0;
    }

    /// <summary>A message that nobody's key names was written for a key that has one already, or for nobody.</summary>
    private static void CompareMessages(Case run, Relation relation)
    {
        var named = run.Dump.Idempotency.Select(row => row.MessageId).ToHashSet();
        foreach (var row in run.Dump.Messages.Where(row => !row.IsInbound && row.InReplyTo is null && !named.Contains(row.Id)))
        {
            relation.Report(Flaw.Unexpected, "message-without-key", $"{Case.Shown(row.Id)} answers nobody and no key names it", Case.Shown(row.Id), row.Reference);
        }
    }
}
