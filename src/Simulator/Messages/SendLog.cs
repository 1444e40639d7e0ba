using System.Text.Json;

namespace Mogambo.Simulator.Messages;

/// <summary>One send request and what was decided about it.</summary>
internal sealed record SeenSend(
    long Seq, DateTimeOffset At, string Number, string? User, string? Type, string? Opaque, string Decision, int HttpStatus, int Code, string? Mode, string? Id);

/// <summary>The latest send requests, for <c>/control/sends</c>; the ledger has all of them.</summary>
internal sealed class SendLog
{
    private const int Kept = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<SeenSend> _sends = new();
    private long _last;

    public void Add(DateTimeOffset at, string number, string? user, string? type, string? opaque, SendDecision decision)
    {
        lock (_gate)
        {
            _sends.Enqueue(new(++_last, at, number, user, type, opaque, decision.Word, decision.Http, decision.Code, decision.Mode, decision.Id));
            if (_sends.Count > Kept)
            {
                _sends.Dequeue();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _sends.Clear();
        }
    }

    public void Write(Utf8JsonWriter json, long after, string? user)
    {
        List<SeenSend> sends;
        lock (_gate)
        {
            sends = [.. _sends.Where(send => send.Seq > after && (user is null || send.User == user))];
        }

        json.WriteStartArray();
        foreach (var send in sends)
        {
            json.WriteStartObject();
            json.WriteNumber("seq", send.Seq);
            json.WriteString("at", send.At);
            json.WriteString("number", send.Number);
            json.WriteString("user", send.User);
            json.WriteString("type", send.Type);
            json.WriteString("opaque", send.Opaque);
            json.WriteString("decision", send.Decision);
            json.WriteNumber("http_status", send.HttpStatus);
            json.WriteNumber("code", send.Code);
            json.WriteString("mode", send.Mode);
            json.WriteString("id", send.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
