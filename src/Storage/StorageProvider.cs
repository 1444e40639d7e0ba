namespace Mogambo.Storage;

/// <summary>The databases there is a dialect for.</summary>
public enum StorageProvider
{
    Sqlite,
    PostgreSql,
}
