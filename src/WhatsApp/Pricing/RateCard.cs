using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>What WhatsApp charges, by country, category and date (fact sheet 11.4). Data, not code: a CSV that the operator replaces.</summary>
public sealed class RateCard
{
    /// <summary>What a message is expected to cost; null if the card has no rate for it.</summary>
    /// <param name="category"><c>marketing</c>, <c>utility</c>, <c>authentication</c>, or <c>service</c> for everything that is no template.</param>
    public MessagePrice? Estimate(UserId user, string category, DateTimeOffset at) => throw new NotImplementedException();

    /// <summary>What a message costs by WhatsApp's own <c>pricing</c> object; null if the object says nothing that can be booked.</summary>
    /// <param name="pricing">JSON bytes of a status.</param>
    public MessagePrice? Book(UserId user, ReadOnlySpan<byte> pricing, DateTimeOffset at) => throw new NotImplementedException();
}
