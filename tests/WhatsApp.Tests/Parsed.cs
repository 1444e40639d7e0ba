using System.Text;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests;

/// <summary>Short ways to what a body holds, and what the payload files have in common.</summary>
internal static class Parsed
{
    public static readonly PhoneNumberId Number = PhoneNumberId.Parse("700800900100200");

    public static readonly AttemptId Attempt = new(new(Guid.Parse("01993f5c-a100-7abc-8def-0123456789ab")), 2);

    public static WebhookBody Body(string json) => WebhookParser.Parse(Encoding.UTF8.GetBytes(json));

    public static WebhookChange Change(byte[] body)
    {
        var parsed = WebhookParser.Parse(body);
        Assert.Empty(parsed.Malformed);
        return Assert.Single(parsed.Changes);
    }

    public static T Value<T>(byte[] body)
        where T : WebhookValue => Assert.IsType<T>(Change(body).Value);

    /// <summary>A change's value as text: records with lists do not compare by content.</summary>
    public static string Text(WebhookChange change) => JsonSerializer.Serialize(change.Value, change.Value.GetType());

    /// <summary>A body of one change: a text of each user.</summary>
    public static string Envelope(params string[] changes) =>
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"900","changes":[{{string.Join(',', changes)}}]}]}""";

    public static string Messages(params string[] messages) =>
        $$$"""{"field":"messages","value":{"metadata":{"phone_number_id":"700"},"messages":[{{{string.Join(',', messages)}}}]}}""";

    public static string Message(int n, string body = "Hi", string timestamp = "\"1790000000\"") =>
        $$$"""{"from":"1555000{{{n:D4}}}","id":"wamid.{{{n}}}","timestamp":{{{timestamp}}},"type":"text","text":{"body":"{{{body}}}"}}""";

    public static IEnumerable<string> Wamids(WebhookBody body) =>
        body.Changes.Select(change => change.Value).OfType<MessagesValue>().SelectMany(value => value.Messages).Select(m => m.Message.Wamid);
}
