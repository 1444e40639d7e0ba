namespace Mogambo.Faults.Checking.Reading;

/// <summary>What the simulator, the witness and the nemesis wrote down, as plain records.</summary>
public sealed class Ledgers
{
    private readonly HashSet<string> _updates = [];
    private readonly Dictionary<(string Name, string Target), Fault> _open = [];
    private int _place;

    /// <summary>By wamid.</summary>
    public Dictionary<string, Written> Generated { get; } = [];

    /// <summary>Wamids whose webhook was answered with 200.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    public StatusSet StatusesEmitted { get; } = new();

    public StatusSet StatusesAcknowledged { get; } = new();

    public List<Send> Sends { get; } = [];

    public List<BotCall> BotCalls { get; } = [];

    public List<BotReply> BotReplies { get; } = [];

    public List<ApiCall> ApiCalls { get; } = [];

    public List<ApiAck> ApiAcks { get; } = [];

    public List<Callback> Callbacks { get; } = [];

    public List<OptOut> OptOuts { get; } = [];

    public List<Fault> Faults { get; } = [];

    public int Lines => _place;

    /// <exception cref="InvalidDataException">A line in the middle is unreadable.</exception>
    public static Ledgers Read(IEnumerable<string> simulator, IEnumerable<string> witness, IEnumerable<string> faults)
    {
        var ledgers = new Ledgers();
        foreach (var line in LedgerFile.Read(simulator, "the simulator's ledger"))
        {
            ledgers.AddOfSimulator(line);
        }

        foreach (var line in LedgerFile.Read(witness, "the witness's ledger"))
        {
            ledgers.AddOfWitness(line);
        }

        foreach (var line in LedgerFile.Read(faults, "the log of faults"))
        {
            ledgers.AddFault(line);
        }

        ledgers.Faults.AddRange(ledgers._open.Values);
        ledgers.Acknowledged.ExceptWith(ledgers._updates);
        return ledgers;
    }

    private void AddOfSimulator(LedgerLine line)
    {
        _place++;
        var item = line["item_id"];
        switch (line.Kind)
        {
            case "gen":
                Generated[item!] = new(line["user"], line["number"]);
                break;
            case "ack":
                Acknowledged.Add(item!);
                break;
            case "update":
                _updates.Add(item!);
                break;
            case "status_emit" when StatusWord.PlaceOf(line["status"]) is var status and > 0:
                StatusesEmitted.Add(line["opaque"], item!, status);
                break;
            case "status_ack" when StatusWord.PlaceOf(line["status"]) is var status and > 0:
                StatusesAcknowledged.Add(line["opaque"], item!, status);
                break;
            case "send_decision":
                Sends.Add(new(
                    _place, line.At, line["decision"] ?? "", ShownId.Attempt(line["opaque"]), item, line["user"], line["number"], line["name"], line.HttpStatus, line.Code));
                break;
        }
    }

    private void AddOfWitness(LedgerLine line)
    {
        _place++;
        var item = line["item_id"];
        switch (line.Kind)
        {
            case "bot_call":
                BotCalls.Add(new(_place, item!, line["wamid"], line["user"], line["number"], line.IsSignatureValid ?? false));
                break;
            case "bot_reply":
                BotReplies.Add(new(item!, line["mode"] ?? ""));
                break;
            case "api_call":
                ApiCalls.Add(new(item!, line["account"], line["number"], line["user"]));
                break;
            case "api_ack":
                ApiAcks.Add(new(item!, line.HttpStatus, line["message"]));
                break;
            case "cb_recv":
                Callbacks.Add(new(item!, line["account"], line.IsSignatureValid ?? false, line.HttpStatus));
                break;
            case "optout_ack":
                OptOuts.Add(new(line.At, line["account"]!, line["user"]!));
                break;
        }
    }

    private void AddFault(LedgerLine line)
    {
        _place++;
        if (line.Kind != "fault")
        {
            return;
        }

        // A process that was stopped is a fault until it is continued, which the log tells as two names.
        var (name, target) = (line["name"] ?? "", line["target"] ?? "");
        var isEnd = line["phase"] == "end" || name == "continue";
        var key = (name == "continue" ? "stop" : name, target);
        if (isEnd && _open.Remove(key, out var begun))
        {
            Faults.Add(begun with { End = line.At });
        }
        else if (!isEnd)
        {
            if (_open.Remove(key, out var endless))
            {
                Faults.Add(endless);
            }

            _open[key] = new(name, target, line.At, line.At);
        }
    }
}
