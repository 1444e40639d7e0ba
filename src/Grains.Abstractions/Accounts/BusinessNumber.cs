namespace Mogambo.Accounts;

/// <summary>A business number as it was configured, with the account it belongs to and the access token it has now.</summary>
public sealed class BusinessNumber
{
    private volatile string? _accessToken;

    internal BusinessNumber(Account account, NumberOptions options)
    {
        Account = account;
        Id = PhoneNumberId.Parse(options.PhoneNumberId);
        Options = options;
        _accessToken = options.AccessToken;
    }

    public Account Account { get; }

    public PhoneNumberId Id { get; }

    public NumberOptions Options { get; }

    /// <summary>The token to call the number's instance with: the configured one until another was set by API. Never logged.</summary>
    public string? AccessToken => _accessToken;

    /// <summary>Calls that begin from now on, on any thread, take this token.</summary>
    public void UseAccessToken(string? token) => _accessToken = token;
}
