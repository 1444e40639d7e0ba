namespace Mogambo.Accounts;

/// <summary>A key to the API of one account, from configuration.</summary>
public sealed class ApiKeyOptions
{
    public string Name { get; set; } = "";

    /// <summary>Taken as it is; at least 32 characters.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>*</c> is every scope.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>Requests a second, each process by itself; more are 429. 0 = no limit. Default: 0.</summary>
    public int RequestsPerSecond { get; set; }
}
