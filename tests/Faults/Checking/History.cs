using System.Text.Json;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking;

/// <summary>An offence with everything that any ledger and the database say of its item, in the order in which it was written.</summary>
public sealed record History(Offence Offence, IReadOnlyList<string> Lines)
{
    /// <summary>Goes through the ledgers once more, for a few offences only.</summary>
    public static IReadOnlyList<History> Of(IReadOnlyList<Offence> offences, Dump dump, params IEnumerable<(string Name, IEnumerable<string> Lines)> ledgers)
    {
        var found = offences.ToDictionary(offence => offence, _ => new List<string>());
        var byKey = offences.SelectMany(offence => offence.Keys.Select(key => (key, offence))).ToLookup(pair => pair.key, pair => pair.offence);
        if (offences.Count > 0)
        {
            foreach (var (name, line) in ledgers.SelectMany(ledger => ledger.Lines, (ledger, line) => (ledger.Name, line)))
            {
                Add(found, byKey, name, line);
            }

            AddRows(found, byKey, dump);
        }

        return [.. offences.Select(offence => new History(offence, found[offence]))];
    }

    private static void Add(Dictionary<Offence, List<string>> found, ILookup<string, Offence> byKey, string name, string line)
    {
        foreach (var offence in KeysIn(line).SelectMany(key => byKey[key]).Distinct())
        {
            found[offence].Add($"{name}: {line}");
        }
    }

    /// <summary>Every text in the line that could be a key; our id also where an attempt's number follows it.</summary>
    private static IEnumerable<string> KeysIn(string line)
    {
        var parts = line.Split('"');
        for (var part = 1; part < parts.Length; part += 2)
        {
            yield return parts[part];
            if (parts[part].StartsWith(ShownId.Message, StringComparison.Ordinal) && parts[part].IndexOf('.', StringComparison.Ordinal) is var dot and > 0)
            {
                yield return parts[part][..dot];
            }
        }
    }

    private static void AddRows(Dictionary<Offence, List<string>> found, ILookup<string, Offence> byKey, Dump dump)
    {
        void AddRow<T>(string table, T row, params IEnumerable<string?> keys)
        {
            foreach (var offence in keys.OfType<string>().SelectMany(key => byKey[key]).Distinct())
            {
                found[offence].Add($"{table}: {JsonSerializer.Serialize(row)}");
            }
        }

        static string? Shown(Guid? message) => message is { } id ? ShownId.Of(ShownId.Message, id) : null;
        dump.Messages.ForEach(row => AddRow("message", row, Shown(row.Id), row.Wamid, Shown(row.InReplyTo)));
        dump.Idempotency.ForEach(row => AddRow("idempotency", row, row.Key, Shown(row.MessageId)));
        dump.DeadLetters.ForEach(row => AddRow("dead_letter", row, Shown(row.MessageId)));
        dump.Events.ForEach(row => AddRow("event", row, row.ShownId, Shown(row.MessageId)));
        dump.Deliveries.ForEach(row => AddRow("delivery", row, row.ShownId));
    }
}
