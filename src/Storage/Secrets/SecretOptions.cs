namespace Mogambo.Storage.Secrets;

/// <summary>The key that seals secrets before they are stored.</summary>
public sealed class SecretOptions
{
    public const string Setting = "Mogambo:MasterKeyFile";

    /// <summary>
    /// A file with 32 random bytes in base64, shared by all processes. Null: <c>mogambo.key</c> beside the SQLite database, or in <c>data</c>
    /// below the working directory with PostgreSQL.
    /// </summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>
    /// Makes the file of the default place when the first secret is stored. Off where several processes run: each would make its own.
    /// Default: yes.
    /// </summary>
    public bool MakesDefaultFile { get; set; } = true;
}
