using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.Storage.Idempotency;

/// <summary>A caller's key for a send: the same key and body never send twice (contract section 2). Written by the commit that takes the message.</summary>
/// <param name="Endpoint">Keys of different endpoints do not meet.</param>
/// <param name="Key">1 to 255 visible ASCII characters.</param>
/// <param name="Fingerprint">Of the body, 32 bytes.</param>
/// <param name="Message">What the first request made.</param>
/// <param name="StatusCode">How it was answered.</param>
public sealed record IdempotencyKey(AccountId Account, string Endpoint, string Key, byte[] Fingerprint, MessageId Message, int StatusCode);
