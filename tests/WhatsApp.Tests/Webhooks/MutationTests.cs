using System.Text;
using CsCheck;
using Mogambo.Accounts;
using Mogambo.WhatsApp.OnPremises;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests.Webhooks;

/// <summary>Whatever bytes come, nothing is thrown and nothing that is valid is lost.</summary>
public sealed class MutationTests
{
    private static readonly byte[][] Payloads = [.. Payload.In("Cloud").Concat(Payload.In("OnPremises")).Select(Payload.Read)];

    private static readonly string[] Telling = ["\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "\\u0000", "null", "1e400", "\xFF", "-", "0"];

    // Latin-1 on the wire, so U+00FF is a byte that UTF-8 never has.
    private static readonly string[] Broken =
    [
        "7", "true", "\"\"", "[]", "{}", "{\"id\":\"x\"}", "\"\\ud800\"", "{\"\\ud800\":1}", "\"\u00FF\"", "{\"field\":\"\u00FF\"}", "1e400",
        "{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"\u00FF\"}}}",
        // Depth is judged by change.
        new string('[', 200) + new string(']', 200),
    ];

    private static readonly Gen<byte[]> Mutated =
        from payload in OneOf(Payloads)
        from edits in Gen.Select(Gen.Int[0, payload.Length - 1], Gen.Int[0, 40], OneOf(Telling)).Array[1, 4]
        select edits.Aggregate(payload, Edit);

    [Fact]
    public void Any_mutation_parses_to_something() => Mutated.Sample(
        bytes =>
        {
            var cloud = WebhookParser.Parse(bytes);
            var flat = OnPremisesWebhookParser.Parse(bytes, new PhoneNumberId("700"), "900");
            Assert.All(cloud.Malformed, part => AssertStable(part, WebhookParser.Parse(part.Raw)));
            Assert.All(cloud.Changes, change => Assert.Empty(WebhookParser.Parse(change.Raw).Malformed));
            Assert.All(flat.Changes, change =>
                Assert.Empty(OnPremisesWebhookParser.Parse(change.Raw, new PhoneNumberId("700"), "900").Malformed));
        },
        iter: 20_000);

    [Fact]
    public void A_broken_sibling_loses_nothing_that_is_valid() => Gen.Select(
            OneOf(Broken),
            Gen.Int[0, 5],
            Gen.Int[0, 5],
            Gen.Bool)
        .Sample(
            (broken, before, after, asChange) =>
            {
                string[] first = [.. Enumerable.Range(0, before).Select(n => Parsed.Message(n))];
                string[] last = [.. Enumerable.Range(10, after).Select(n => Parsed.Message(n))];
                var json = asChange || broken[0] == '[' && broken.Length > 2
                    ? Parsed.Envelope([.. first.Select(m => Parsed.Messages(m)), broken, .. last.Select(m => Parsed.Messages(m))])
                    : Parsed.Envelope(Parsed.Messages([.. first, broken, .. last]));

                var body = WebhookParser.Parse(Encoding.Latin1.GetBytes(json));

                var expected = Enumerable.Range(0, before).Concat(Enumerable.Range(10, after)).Select(n => $"wamid.{n}");
                Assert.Equal(expected, Parsed.Wamids(body));
                Assert.Single(body.Malformed);
            },
            iter: 1000);

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static byte[] Edit(byte[] bytes, (int At, int Cut, string Insert) edit)
    {
        var at = Math.Min(edit.At, bytes.Length);
        var end = Math.Min(at + edit.Cut, bytes.Length);
        return [.. bytes[..at], .. Encoding.Latin1.GetBytes(edit.Insert), .. bytes[end..]];
    }

    private static void AssertStable(MalformedPart part, WebhookBody again)
    {
        Assert.Empty(Parsed.Wamids(again));
        Assert.Equal(part.Raw, Assert.Single(again.Malformed).Raw);
    }
}
