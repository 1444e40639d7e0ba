using Mogambo.Accounts;
using Mogambo.Silo;

namespace Mogambo.App;

/// <summary>What a person sees first.</summary>
internal static class Welcome
{
    /// <summary>What an operator sees who has configured accounts.</summary>
    public static string Line(string addresses, ClusterRole role, AccountDirectory accounts, string database)
    {
        var part = role == ClusterRole.All ? "" : $" as a {role.ToString().ToLowerInvariant()}";
        return $"Mogambo is running{part} at {addresses}: {Count(accounts.All.Count, "account")}, {Count(accounts.All.Sum(account => account.Numbers.Count), "number")}, {database}.";

        static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
    }

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
