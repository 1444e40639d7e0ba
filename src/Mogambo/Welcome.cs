using Mogambo.Accounts;

namespace Mogambo.App;

/// <summary>What a person sees first.</summary>
internal static class Welcome
{
    public static string Text(string gateway, Uri simulator, Account account)
    {
        var key = account.Options.ApiKeys is [var first, ..] ? first.Key : "(none configured)";
        return $"""

              Mogambo is running, with a simulated WhatsApp.

              The phone     {simulator}
              The API       {gateway}
              API key       {key}
              Account       {account.Id}, number {account.Numbers[0].Id}

              Try it: open the phone in a browser and write "hello". Then read the conversation:

                curl -H "Authorization: Bearer {key}" {gateway}/v1/messages

              Ctrl+C stops it; everything is kept in the folder data.

            """;
    }
}
