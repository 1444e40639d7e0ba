using Mogambo.Accounts;

namespace Mogambo.Storage.Numbers;

/// <summary>The access tokens that were set by API; they win over the configured ones until the configuration changes.</summary>
public interface INumberTokens
{
    /// <summary>
    /// Stores a token sealed, puts it to use here at once and in every other process within seconds, and lifts the number's park, whatever
    /// it was parked for: its messages go on.
    /// </summary>
    /// <exception cref="Secrets.SecretUnreadableException">There is no master key to seal it with.</exception>
    Task ChangeAsync(BusinessNumber number, string token, CancellationToken cancellationToken = default);
}
