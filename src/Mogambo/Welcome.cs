using Mogambo.Accounts;

namespace Mogambo.App;

/// <summary>What a person sees first.</summary>
internal static class Welcome
{
    /// <summary>What an operator sees who has configured accounts.</summary>
    public static string Line(string gateway, AccountDirectory accounts, string database) =>
        $"Mogambo is running at {gateway}: {accounts.All.Count} accounts, {accounts.All.Sum(account => account.Numbers.Count)} numbers, {database}.";

    public static string Text(string gateway, Uri simulator, Account account)
    {
        var key = account.Options.ApiKeys is [var first, ..] ? first.Key : "(none configured)";
        var exposed = new Uri(gateway.Replace("+", "0.0.0.0", StringComparison.Ordinal).Replace("*", "0.0.0.0", StringComparison.Ordinal)).IsLoopback || account.Options.AppSecret != Demo.AppSecret
            ? ""
            : "\n  Everybody knows the demo's keys, and this address is open to others: configure an account of your own.\n";
        return $"""

              Mogambo is running, with a simulated WhatsApp.
            {exposed}
              The phone     {simulator}
              Templates     {new Uri(simulator, "templates")}
              The API       {gateway}/docs
              API key       {key}
              Account       {account.Id}, number {account.Numbers[0].Id}

              Try it: open the phone in a browser and write "hello". Then read the conversation:

                curl -H "Authorization: Bearer {key}" {gateway}/v1/messages

              The README shows how to send a template.

              Ctrl+C stops it; everything is kept in the folder data.

            """;
    }
}
