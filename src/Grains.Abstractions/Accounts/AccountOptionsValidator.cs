namespace Mogambo.Accounts;

/// <summary>What is wrong with one account's settings.</summary>
internal static class AccountOptionsValidator
{
    private const int MinKeyLength = 32;

    public static IEnumerable<string> Problems(AccountOptions account, string path) =>
        [
            .. Identity(account, path),
            .. account.ApiKeys.SelectMany((key, n) => ApiKey(key, $"{path}:ApiKeys:{n}")),
            .. account.Numbers.SelectMany((number, n) => NumberOptionsValidator.Problems(number, $"{path}:Numbers:{n}")),
            .. Bot(account.Bot, $"{path}:Bot"),
        ];

    private static IEnumerable<string> Identity(AccountOptions account, string path)
    {
        if (account.Id.Length == 0)
        {
            yield return $"{path}:Id is missing: set it to the id of the WhatsApp Business Account.";
        }
        else if (!AccountId.TryParse(account.Id, null, out _))
        {
            yield return $"{path}:Id is not an account id: it must be 1 to 32 digits.";
        }

        if (account.Numbers.All(number => number.Api != InstanceApi.Cloud))
        {
            yield break;
        }

        if (string.IsNullOrEmpty(account.AppSecret))
        {
            yield return $"{path}:AppSecret is missing: without the app's secret no webhook of a Cloud number can be told from a forged one.";
        }

        if (string.IsNullOrEmpty(account.VerifyToken))
        {
            yield return $"{path}:VerifyToken is missing: set it to the text you enter beside the webhook address in the app's dashboard.";
        }
    }

    private static IEnumerable<string> ApiKey(ApiKeyOptions key, string path)
    {
        if (key.Key.Length == 0)
        {
            yield return $"{path}:Key is missing: set it to a random text of at least {MinKeyLength} characters.";
        }
        else if (key.Key.Length < MinKeyLength)
        {
            yield return $"{path}:Key is too short: an API key has at least {MinKeyLength} characters.";
        }
        else if (key.Key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return $"{path}:Key holds a character that cannot stand in a header: use visible ASCII characters without spaces.";
        }

        if (key.RequestsPerSecond < 0)
        {
            yield return $"{path}:RequestsPerSecond is negative: 0 is no limit.";
        }
    }

    private static IEnumerable<string> Bot(BotOptions bot, string path)
    {
        if (bot.Kind == BotKind.Http && bot.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"{path}:Url is missing or no http(s) address: set it to where the bot takes its turns.";
        }

        if (bot.Kind == BotKind.Http && string.IsNullOrEmpty(bot.Secret))
        {
            yield return $"{path}:Secret is missing: it signs the calls to the bot (whsec_ and base64).";
        }

        for (var n = 0; bot.Kind == BotKind.Rules && n < bot.Rules.Count; n++)
        {
            if (string.IsNullOrWhiteSpace(bot.Rules[n].When))
            {
                yield return $"{path}:Rules:{n}:When is empty: a rule needs the words it answers to; what answers everything else is {path}:Otherwise.";
            }
        }
    }
}
