namespace Mogambo.Storage.Idempotency;

/// <summary>Names the row of a caller's key.</summary>
internal readonly record struct IdempotencyRef(string Account, string Endpoint, string Key)
{
    public static IdempotencyRef Of(IdempotencyKey key) => new(key.Account.Value, CleanText.Of(key.Endpoint), CleanText.Of(key.Key));
}
