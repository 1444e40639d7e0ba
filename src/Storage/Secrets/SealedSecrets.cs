using System.Text;

namespace Mogambo.Storage.Secrets;

/// <summary>Secrets of subscriptions, sealed with the master key.</summary>
internal sealed class SealedSecrets(SecretBox box) : ISecretProtector
{
    private const string BelongsTo = "subscription";

    public byte[] Protect(string secret) => Encoding.ASCII.GetBytes(box.Seal(secret, BelongsTo));

    public string Unprotect(byte[] stored) => box.Open(Encoding.ASCII.GetString(stored), BelongsTo);
}
