using System.Text;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.WhatsApp.Cloud;

namespace Mogambo.WhatsApp.Tests.Cloud;

/// <summary>A configured number and something to send.</summary>
internal static class CloudSetup
{
    public static readonly Recipient Ana = new("15550123456", "US.1234");

    public static readonly OutboundContent Hello =
        new("text", """{ "type":"text", "text":{"body":"Ol\u00e1 👋"}, "context":{"message_id":"wamid.BBB"} }"""u8.ToArray());

    public const string Taken =
        """{"messaging_product":"whatsapp","contacts":[{"input":"15550123456","wa_id":"15550123456"}],"messages":[{"id":"wamid.CCC"}]}""";

    public static BusinessNumber Number(Uri? baseUrl, InstanceApi api = InstanceApi.Cloud)
    {
        var account = new AccountOptions { Id = "900" };
        account.Numbers.Add(new() { PhoneNumberId = "700", BaseUrl = baseUrl, AccessToken = "EAAtoken", Api = api });
        return new AccountDirectory([account]).All[0].Numbers[0];
    }

    public static CloudApiClient Client(TimeProvider? time = null) =>
        new(new(WhatsAppClientRegistration.Handler(new())), time ?? TimeProvider.System);

    public static Task<SendOutcome> SendAsync(this IWhatsAppClient client, Uri url, CancellationToken? cancellation = null) =>
        client.SendAsync(Number(url), Ana, Hello, Parsed.Attempt, InTime(), cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>A limit that no test reaches, unless it moves its own clock.</summary>
    public static FirstByteLimit InTime(TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        return new(clock, clock.GetTimestamp(), TimeSpan.FromMinutes(10));
    }

    public static string GraphError(int code) =>
        $$$"""{"error":{"message":"(#{{{code}}}) Words","type":"OAuthException","code":{{{code}}},"error_data":{"messaging_product":"whatsapp","details":"D"},"fbtrace_id":"A1"}}""";

    public static string Utf8(string latin1) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));
}
