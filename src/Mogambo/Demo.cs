using Mogambo.Silo;

namespace Mogambo.App;

/// <summary>The account that is there when nothing is configured, so that Mogambo can be tried at once, without Meta.</summary>
internal static class Demo
{
    public const string AccountId = "102290129340398";
    public const string PhoneNumberId = "106540352242922";
    public const string DisplayPhoneNumber = "15550783881";

    // Known to everybody: the demo speaks only to the simulator, and both listen on this machine alone unless told otherwise.
    public const string AppSecret = "demo-app-secret";
    public const string VerifyToken = "demo-verify-token";
    public const string AccessToken = "demo-access-token";
    public const string ApiKey = "mgb_demo_0123456789abcdefghijklmnopqrstuv";

    private const string Account = "Mogambo:Accounts:0:";

    /// <summary>No account is configured, the process is alone, and the simulator is not turned off.</summary>
    public static bool IsWanted(IConfiguration configuration) =>
        !configuration.GetSection("Mogambo:Accounts").GetChildren().Any()
        && configuration.GetValue("Mogambo:Cluster:Mode", ClusterMode.Localhost) == ClusterMode.Localhost
        && configuration.GetValue("Mogambo:Simulator:Enabled", defaultValue: true);

    public static IEnumerable<KeyValuePair<string, string?>> Settings(IConfiguration configuration) => new Dictionary<string, string?>
    {
        ["Mogambo:Simulator:Enabled"] = "true",
        ["Mogambo:RateCard"] = Path.Combine(AppContext.BaseDirectory, "rates.example.csv"),
        [Account + "Id"] = AccountId,
        [Account + "Name"] = "Demo",
        [Account + "AppSecret"] = AppSecret,
        [Account + "VerifyToken"] = VerifyToken,
        [Account + "ApiKeys:0:Name"] = "demo",
        [Account + "ApiKeys:0:Key"] = ApiKey,
        [Account + "ApiKeys:0:Scopes:0"] = "*",
        [Account + "Numbers:0:PhoneNumberId"] = PhoneNumberId,
        [Account + "Numbers:0:DisplayPhoneNumber"] = DisplayPhoneNumber,
        [Account + "Numbers:0:BaseUrl"] = $"{BuiltInSimulator.UrlIn(configuration).TrimEnd('/')}/v25.0",
        [Account + "Numbers:0:AccessToken"] = AccessToken,
        [Account + "Bot:Kind"] = "Rules",
        [Account + "Bot:Rules:0:When"] = "hello",
        [Account + "Bot:Rules:0:Reply"] = "Hi {{name}}! This is Mogambo. Ask me about our opening hours, or write anything else.",
        [Account + "Bot:Rules:1:When"] = "hi",
        [Account + "Bot:Rules:1:Reply"] = "Hi {{name}}! This is Mogambo. Ask me about our opening hours, or write anything else.",
        [Account + "Bot:Rules:2:When"] = "opening hours",
        [Account + "Bot:Rules:2:Reply"] = "We are open from 9 to 18, Monday to Saturday.",
        [Account + "Bot:Rules:3:When"] = "thanks",
        [Account + "Bot:Rules:3:Reply"] = "You are welcome, {{name}}.",
        [Account + "Bot:Otherwise"] = "You wrote \"{{text}}\". I am a small bot with a few rules: try \"hello\" or \"opening hours\".",
    };
}
