using System.Text.Json;

namespace Mogambo.Faults.Checking.Reading;

/// <summary>One line of any of the three ledgers: the members that are compared; others are passed over.</summary>
public sealed class LedgerLine
{
    private readonly Dictionary<string, string> _texts = [];

    private LedgerLine()
    {
    }

    public string Kind => this["kind"] ?? "";

    public DateTimeOffset At { get; private set; }

    public int HttpStatus { get; private set; }

    /// <summary>WhatsApp's error, 0 where there is none.</summary>
    public int Code { get; private set; }

    /// <summary>Null where the line does not say; true and false otherwise.</summary>
    public bool? IsSignatureValid { get; private set; }

    public string? this[string name] => _texts.GetValueOrDefault(name);

    /// <exception cref="JsonException">It is no JSON object, or cut off.</exception>
    public static LedgerLine Read(ReadOnlySpan<byte> utf8)
    {
        var line = new LedgerLine();
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A line of a ledger is an object.");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            line.ReadMember(ref json);
        }

        // Whatever stands after the object is no line of a ledger either.
        if (json.TokenType != JsonTokenType.EndObject || json.Read())
        {
            throw new JsonException("A line of a ledger is one object.");
        }

        return line;
    }

    private void ReadMember(ref Utf8JsonReader json)
    {
        var name = json.GetString()!;
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.String when name == "at":
                At = json.TryGetDateTimeOffset(out var at) ? at : throw new JsonException("A line's time is no time.");
                break;
            case JsonTokenType.String:
                _texts[name] = json.GetString()!;
                break;
            case JsonTokenType.Number when name == "http_status":
                HttpStatus = json.GetInt32();
                break;
            case JsonTokenType.Number when name == "code":
                Code = json.GetInt32();
                break;
            case JsonTokenType.True or JsonTokenType.False when name == "sig_ok":
                IsSignatureValid = json.TokenType == JsonTokenType.True;
                break;
            default:
                json.Skip();
                break;
        }
    }
}
