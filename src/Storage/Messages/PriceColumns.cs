using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>A message's price as its columns; all null if there is none.</summary>
internal readonly struct PriceColumns(MessagePrice? price)
{
    public string? Category => CleanText.Of(price?.Category);

    public string? Country => CleanText.Of(price?.Country);

    public long? Micros => price?.Micros;

    public string? Currency => CleanText.Of(price?.Currency);

    public bool IsBooked => price is { IsBooked: true };
}
