using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.Events;

/// <summary>The events that are no message, with their <c>data</c>.</summary>
internal static class EventData
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Null if the user decided the same before, for the same numbers.</summary>
    public static NewEvent? OfOptIn(NewOptIn entry, OptInState before, OptInState after)
    {
        var isMarketing = entry.Action is OptInAction.MarketingStopped or OptInAction.MarketingResumed;
        var decision = after.OwnOf(entry.Number, isMarketing);
        if (decision is null || decision.Action == before.OwnOf(entry.Number, isMarketing)?.Action)
        {
            return null;
        }

        var data = Write(json =>
        {
            json.WriteString("user", entry.User.Value);
            json.WriteString("number", entry.Number?.Value);
            json.WriteString("source", entry.Source);
            json.WriteString("by", entry.By);
            if (isMarketing)
            {
                json.WriteString("category", "marketing");
            }

            json.WriteString("at", Time(entry.At));
        });
        return new(entry.Account, decision.IsWithdrawal ? EventType.ContactOptedOut : EventType.ContactOptedIn, entry.User.Value, data, entry.At);
    }

    public static NewEvent OfWindow(ConversationCommit commit, DateTimeOffset now)
    {
        var data = Write(json =>
        {
            json.WriteString("conversation", commit.Id.ToString());
            json.WriteString("number", commit.Id.Number.Value);
            json.WriteString("user", commit.Id.User.Value);
            json.WriteString("closes_at", commit.Summary.WindowClosesAt is { } closesAt ? Time(closesAt) : null);
        });
        return new(commit.Account, EventType.WindowOpened, commit.Id.ToString(), data, now);
    }

    public static NewEvent OfPark(AccountId account, PhoneNumberId number, NumberPark park)
    {
        var data = Write(json =>
        {
            json.WriteString("number", number.Value);
            json.WriteString("status", "parked");
            json.WritePropertyName("error");
            json.WriteRawValue(MessageErrorJson.Of(park.Error), skipInputValidation: true);
            json.WriteString("at", Time(park.At));
        });
        return new(account, EventType.NumberStatus, number.Value, data, park.At);
    }

    public static NewEvent OfLift(AccountId account, PhoneNumberId number, DateTimeOffset now)
    {
        var data = Write(json =>
        {
            json.WriteString("number", number.Value);
            json.WriteString("status", "active");
            json.WriteString("at", Time(now));
        });
        return new(account, EventType.NumberStatus, number.Value, data, now);
    }

    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As the API writes times: RFC 3339, UTC, milliseconds where there are some.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
