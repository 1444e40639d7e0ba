using System.Data.Common;
using System.Text.Json;
using Dapper;
using Mogambo.EndToEnd.Tests.Crashes;

namespace Mogambo.EndToEnd.Tests.Backup;

/// <summary>
/// Holds the instance's ledger, which knows what was sent before and after the backup, against a database that comes from it. By sets
/// alone, with no code of the product.
/// </summary>
internal sealed class RestoreCheck
{
    private readonly HashSet<string> _acknowledged = [];
    private readonly Dictionary<Guid, int> _accepted = [];
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, int> _said = [];
    private readonly List<(Guid Id, string? Wamid, bool IsInbound, int Phase, bool IsHeard, string? Error)> _rows = [];

    private RestoreCheck()
    {
    }

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Messages of users that were acknowledged, were posted again, and are not stored.</summary>
    public IReadOnlyList<string> Lost => [.. _acknowledged.Except(_rows.Where(row => row.IsInbound).Select(row => row.Wamid!))];

    /// <summary>Messages of users that are stored twice.</summary>
    public IReadOnlyList<string> DoublyStored => [.. _rows.Where(row => row.IsInbound).GroupBy(row => row.Wamid!).Where(rows => rows.Count() > 1).Select(rows => rows.Key)];

    /// <summary>Messages that the instance took more than once, whatever the attempt.</summary>
    public IReadOnlyList<Guid> SentAgain => [.. _accepted.Where(sent => sent.Value > 1).Select(sent => sent.Key)];

    /// <summary>Texts (each is said once) that the instance took more than once, under whatever id: an answer made a second time.</summary>
    public IReadOnlyList<string> SaidAgain => [.. _said.Where(said => said.Value > 1).Select(said => said.Key)];

    /// <summary>Messages that might still be sent.</summary>
    public int NotFinal => _rows.Count(row => row is { IsInbound: false, Phase: >= 1 and <= 4, IsHeard: false });

    /// <summary>Messages that the restore made unknown and of which no status has come since.</summary>
    public int Unknown => _rows.Count(row => row is { IsInbound: false, Phase: 5, IsHeard: false });

    /// <summary>Messages that the restore made unknown.</summary>
    public int MadeUnknown => _rows.Count(row => row.Error?.Contains("restored from a backup", StringComparison.Ordinal) == true);

    /// <summary>Sent after the backup, so that nothing of it is left but the statuses on the way: lost, and not to be had again.</summary>
    public int Forgotten => _accepted.Keys.Except(_rows.Select(row => row.Id)).Count();

    public static async Task<RestoreCheck> RunAsync(string ledger, DbConnection database)
    {
        var check = new RestoreCheck();
        check.Read(ledger);
        await check.ReadAsync(database);
        return check;
    }

    public override string ToString() =>
        $"acknowledged {Acknowledged}, lost {Lost.Count}, stored twice {DoublyStored.Count}, sent {_accepted.Count}, sent again {SentAgain.Count}, said again {SaidAgain.Count}, "
        + $"not final {NotFinal}, made unknown {MadeUnknown}, unknown still {Unknown}, sent after the backup and forgotten {Forgotten}";

    private void Read(string ledger)
    {
        using var reader = new StreamReader(new FileStream(ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var kind = Text(json.RootElement, "kind");
            if (kind == "ack")
            {
                _acknowledged.Add(Text(json.RootElement, "item_id")!);
            }
            else if (kind == "send_req" && Text(json.RootElement, "opaque") is { } asked)
            {
                _texts[asked] = Text(json.RootElement, "text_sha256")!;
            }
            else if (kind == "send_decision" && Text(json.RootElement, "decision") == "accepted" && Text(json.RootElement, "opaque") is { } opaque)
            {
                var id = OpaqueId.Decode(opaque);
                _accepted[id] = _accepted.GetValueOrDefault(id) + 1;
                _said[_texts[opaque]] = _said.GetValueOrDefault(_texts[opaque]) + 1;
            }
        }
    }

    private async Task ReadAsync(DbConnection database)
    {
        await using var connection = database;
        await connection.OpenAsync();
        foreach (var row in await connection.QueryAsync("select id, wamid, direction, phase, attempt, rank, error from message"))
        {
            var id = (object)row.id is Guid guid ? guid : new Guid((byte[])row.id, bigEndian: true);
            _rows.Add((id, (string?)row.wamid, (int)row.direction == 0, (int)row.phase, (int)row.rank >= ((int)row.attempt * 16) + 1, (string?)row.error));
        }
    }

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
