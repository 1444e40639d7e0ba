namespace Mogambo.Messages;

/// <summary>What a message costs: an estimate from the rate card at its claim, until WhatsApp's <c>pricing</c> object books it.</summary>
/// <param name="Micros">Millionths of the currency. 0 where WhatsApp says that it is free.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Category"><c>marketing</c>, <c>utility</c>, <c>authentication</c>, <c>service</c> or another word of WhatsApp's.</param>
/// <param name="Country">ISO 3166 alpha-2 of the user's number; null where it tells none.</param>
/// <param name="IsBooked">Said by WhatsApp, no longer an estimate.</param>
[GenerateSerializer, Immutable, Alias("mogambo.message-price")]
public sealed record MessagePrice(
    [property: Id(0)] long Micros,
    [property: Id(1)] string Currency,
    [property: Id(2)] string Category,
    [property: Id(3)] string? Country,
    [property: Id(4)] bool IsBooked);
