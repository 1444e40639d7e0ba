using System.Security.Cryptography;
using System.Text;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Bodies as WhatsApp writes them.</summary>
internal static class Webhook
{
    public static string Sign(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static byte[] Body(params string[] changes) => Body(Some.Account, changes);

    public static byte[] Body(string account, string[] changes) => Bytes(
        $$"""{"object":"whatsapp_business_account","entry":[{"id":"{{account}}","changes":[{{string.Join(',', changes)}}]}]}""");

    public static string Change(string field, string value) => $$"""{"field":"{{field}}","value":{{value}}}""";

    public static string Messages(string number, params string[] messages) => Change("messages", Value(number, "messages", messages));

    public static string Statuses(string number, params string[] statuses) => Change("messages", Value(number, "statuses", statuses));

    /// <summary>A body with one text of each user.</summary>
    public static byte[] Texts(params (UserId User, string Wamid)[] texts) =>
        Body([Messages(Some.Number, [.. texts.Select(text => Text(text.User, text.Wamid))])]);

    public static byte[] Text(UserId user) => Texts((user, Some.Wamid()));

    public static string Text(UserId user, string wamid, string body = "hello") =>
        $$$"""{"from":"{{{user}}}","id":"{{{wamid}}}","timestamp":"1790000000","type":"text","text":{"body":"{{{body}}}"} }""";

    public static string Status(AttemptId attempt, string status, string more = "") =>
        $$$"""{"id":"wamid.out","status":"{{{status}}}","timestamp":"1790000000","recipient_id":"14155550100","biz_opaque_callback_data":"{{{attempt}}}"{{{more}}} }""";

    private static string Value(string number, string list, string[] items) =>
        $$$"""{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{number}}}"},"{{{list}}}":[{{{string.Join(',', items)}}}]}""";
}
