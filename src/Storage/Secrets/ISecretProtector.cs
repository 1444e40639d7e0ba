namespace Mogambo.Storage.Secrets;

/// <summary>Keeps secrets that are stored from whoever reads the database.</summary>
public interface ISecretProtector
{
    /// <summary>The bytes to store.</summary>
    byte[] Protect(string secret);

    /// <summary>The secret that <see cref="Protect"/> got.</summary>
    string Unprotect(byte[] stored);
}
