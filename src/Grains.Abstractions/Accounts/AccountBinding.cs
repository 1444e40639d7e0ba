using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mogambo.Accounts;

/// <summary>
/// Reads accounts from the configuration and names what does not read: the binder alone drops a whole account for one wrong value in it,
/// and passes over a misspelled name.
/// </summary>
internal static class AccountBinding
{
    private const string Accounts = MogamboOptions.Section + ":Accounts";

    /// <summary>Settings of the contract whose part of the product is still to come.</summary>
    private static readonly HashSet<string> s_notYetUsed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Username", "Password", "Namespace", "TrustedCertificate",
    };

    /// <exception cref="OptionsValidationException">A value of the wrong kind, or a name that is no setting.</exception>
    public static void Bind(IConfiguration configuration, MogamboOptions options)
    {
        try
        {
            Known(configuration).GetSection(MogamboOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException e)
        {
            var cause = e.GetBaseException().Message;
            throw new OptionsValidationException(
                Accounts,
                typeof(MogamboOptions),
                [cause.StartsWith("Failed to convert", StringComparison.Ordinal) ? cause : $"{Accounts} holds settings that do not exist: {Names(cause)}. Check their spelling."]);
        }
    }

    private static IConfigurationRoot Known(IConfiguration configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.GetSection(Accounts).AsEnumerable()
            .Where(setting => setting.Value is not null && !setting.Key.Split(':').Any(s_notYetUsed.Contains)))
        .Build();

    private static string Names(string cause) => cause[(cause.LastIndexOf(':') + 1)..].Trim();
}
