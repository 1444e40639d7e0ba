using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>What a test does not care about, and the accounts every host is configured with.</summary>
internal static class Some
{
    /// <summary>An account with two numbers on the Cloud API.</summary>
    public const string Account = "102290129340398";
    public const string Secret = "first secret";
    public const string PreviousSecret = "first secret, before its reset";
    public const string VerifyToken = "first token";
    public const string Key = "mgb_first_0123456789012345678901234567890";
    public const string Number = "106540352242922";
    public const string SecondNumber = "106540352242923";

    /// <summary>Another tenant.</summary>
    public const string OtherAccount = "202290129340398";
    public const string OtherSecret = "second secret";
    public const string OtherKey = "mgb_second_012345678901234567890123456789";
    public const string OtherNumber = "206540352242922";

    /// <summary>An account with a number on the On-Premises API.</summary>
    public const string OnPremisesAccount = "302290129340398";
    public const string OnPremisesNumber = "306540352242922";
    public const string OnPremisesSecret = "webhook secret";
    public const string OnPremisesKey = "mgb_third_01234567890123456789012345678901";

    private static int s_last = 1000;

    public static UserId User() => UserId.Parse($"1415555{Interlocked.Increment(ref s_last):0000}");

    public static string Wamid() => $"wamid.test{Interlocked.Increment(ref s_last)}";

    public static ConversationId Conversation(UserId user, string number = Number) => new(PhoneNumberId.Parse(number), user);

    public static Dictionary<string, string?> Configuration() => new()
    {
        ["Mogambo:Accounts:0:Id"] = Account,
        ["Mogambo:Accounts:0:AppSecret"] = Secret,
        ["Mogambo:Accounts:0:PreviousAppSecret"] = PreviousSecret,
        ["Mogambo:Accounts:0:VerifyToken"] = VerifyToken,
        ["Mogambo:Accounts:0:ApiKeys:0:Name"] = "all",
        ["Mogambo:Accounts:0:ApiKeys:0:Key"] = Key,
        ["Mogambo:Accounts:0:ApiKeys:0:Scopes:0"] = "*",
        ["Mogambo:Accounts:0:ApiKeys:1:Name"] = "one scope",
        ["Mogambo:Accounts:0:ApiKeys:1:Key"] = KeyWithScope("messages:read"),
        ["Mogambo:Accounts:0:ApiKeys:1:Scopes:0"] = "messages:read",
        ["Mogambo:Accounts:0:ApiKeys:2:Key"] = KeyWithScope("none"),
        ["Mogambo:Accounts:0:Numbers:0:PhoneNumberId"] = Number,
        ["Mogambo:Accounts:0:Numbers:0:DisplayPhoneNumber"] = "15550783881",
        ["Mogambo:Accounts:0:Numbers:0:BaseUrl"] = "http://localhost:1/v24.0",
        ["Mogambo:Accounts:0:Numbers:0:AccessToken"] = "token",
        ["Mogambo:Accounts:0:Numbers:1:PhoneNumberId"] = SecondNumber,
        ["Mogambo:Accounts:0:Numbers:1:BaseUrl"] = "http://localhost:1/v24.0",
        ["Mogambo:Accounts:0:Numbers:1:AccessToken"] = "token",
        ["Mogambo:Accounts:1:Id"] = OtherAccount,
        ["Mogambo:Accounts:1:AppSecret"] = OtherSecret,
        ["Mogambo:Accounts:1:VerifyToken"] = "second token",
        ["Mogambo:Accounts:1:ApiKeys:0:Key"] = OtherKey,
        ["Mogambo:Accounts:1:ApiKeys:0:Scopes:0"] = "*",
        ["Mogambo:Accounts:1:Numbers:0:PhoneNumberId"] = OtherNumber,
        ["Mogambo:Accounts:1:Numbers:0:BaseUrl"] = "http://localhost:1/v24.0",
        ["Mogambo:Accounts:1:Numbers:0:AccessToken"] = "token",
        ["Mogambo:Accounts:2:Id"] = OnPremisesAccount,
        ["Mogambo:Accounts:2:ApiKeys:0:Key"] = OnPremisesKey,
        ["Mogambo:Accounts:2:ApiKeys:0:Scopes:0"] = "*",
        ["Mogambo:Accounts:2:Numbers:0:PhoneNumberId"] = OnPremisesNumber,
        ["Mogambo:Accounts:2:Numbers:0:Api"] = "OnPremises",
        ["Mogambo:Accounts:2:Numbers:0:BaseUrl"] = "http://localhost:1",
        ["Mogambo:Accounts:2:Numbers:0:WebhookSecret"] = OnPremisesSecret,
        ["Mogambo:Gateway:GrainDeadline"] = "00:00:00.100",
        ["Mogambo:Gateway:StoreDeadline"] = "00:00:01",
    };

    public static string KeyWithScope(string scope) => $"mgb_{scope}_01234567890123456789012345678901";
}
