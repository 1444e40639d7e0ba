using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Parses the bodies of Cloud API webhooks (fact sheet 4 to 6).</summary>
public static class WebhookParser
{
    internal const string InvalidJson = "invalid-json";
    internal const string Malformed = "malformed";

    /// <summary>
    /// Parses any bytes and never throws. What does not read becomes a malformed part, as small as can be cut out: a message or status,
    /// a change, an entry, the body; everything else takes effect. Properties that are not known are ignored.
    /// </summary>
    /// <param name="body">The bytes as they came, up to 4 MiB; they may be reused once the call returns.</param>
    public static WebhookBody Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new BodyReader(JsonText.IsSound(body.Span));
        try
        {
            Read(body, reader);
            return reader.Result;
        }
        catch (JsonException)
        {
            return Whole(body, InvalidJson, "the body is not JSON");
        }
        catch (Exception e) when (e is MalformedException or InvalidOperationException)
        {
            return Whole(body, Malformed, DetailsOf(e));
        }
    }

    /// <summary>A body of which nothing can be cut out.</summary>
    internal static WebhookBody Whole(ReadOnlyMemory<byte> body, string reason, string details) =>
        new([], [new("", reason, details, body.ToArray())]);

    // InvalidOperationException is what System.Text.Json says of strings that are not Unicode.
    internal static string DetailsOf(Exception e) => e is MalformedException ? e.Message : "not Unicode";

    private static void Read(ReadOnlyMemory<byte> body, BodyReader reader)
    {
        if (TryParse(body) is { } document)
        {
            using (document)
            {
                reader.Read(document.RootElement);
            }

            return;
        }

        var (rest, deep) = DepthGuard.Split(body.Span);
        using (var shallow = JsonDocument.Parse(rest, Options))
        {
            reader.Read(shallow.RootElement);
        }

        foreach (var change in deep)
        {
            reader.AddDeep(change.EntryId is { } id ? body.Span[id] : default, body.Span[change.Change]);
        }
    }

    private static JsonDocumentOptions Options => new() { MaxDepth = DepthGuard.EnvelopeDepth + DepthGuard.MaxChangeDepth };

    // Fails for what is nested too deep as well as for what is not JSON; the slow way tells them apart.
    private static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
