using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>
/// What WhatsApp charges, by country, category and date (fact sheet 11.4). Data, not code: a CSV that the operator replaces. A row holds
/// from its date until a newer row of the same country and category; a country without a row of its own has the rest of the world's.
/// </summary>
public sealed class RateCard
{
    /// <summary>The rest of the world.</summary>
    internal const string Elsewhere = "*";

    private const string DefaultCurrency = "USD";

    /// <summary>A category without a row of its own has the row of what it is a kind of.</summary>
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["authentication-international"] = "authentication",
        ["marketing_lite"] = "marketing",
        ["group_marketing"] = "marketing",
        ["group_utility"] = "utility",
        ["group_service"] = "service",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<(string Country, string Category), Rate[]> _rates;
    private readonly string _currency;

    internal RateCard(IReadOnlyList<Rate> rates)
    {
        _rates = rates
            .GroupBy(rate => (rate.Country, rate.Category))
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(rate => rate.From).ToArray());
        _currency = rates.Count > 0 ? rates[0].Currency : DefaultCurrency;
    }

    /// <summary>A card without rates: nothing is estimated, and only what is free is booked.</summary>
    public static RateCard None { get; } = new([]);

    /// <summary>
    /// Reads a card: a header line, then <c>from,country_or_market,category,currency,amount</c> a line: the first day (<c>yyyy-MM-dd</c>,
    /// UTC), ISO 3166 alpha-2 or <c>*</c>, WhatsApp's word, ISO 4217, the price of one message in that currency with at most 6 decimals.
    /// Empty lines and lines that begin with <c>#</c> are left out.
    /// </summary>
    /// <exception cref="RateCardException">A line is wrong; the message names line and column.</exception>
    public static RateCard Parse(TextReader csv) => new(RateCardReader.Read(csv));

    /// <summary>What a message is expected to cost; null if the card has no rate for it.</summary>
    /// <param name="category"><c>marketing</c>, <c>utility</c>, <c>authentication</c>, or <c>service</c> for everything that is no template.</param>
    public MessagePrice? Estimate(UserId user, string category, DateTimeOffset at)
    {
        var (country, word) = (Countries.Of(user), Word(category));
        return RateOf(country, word, at) is { } rate ? new(rate.Micros, rate.Currency, word, country, IsBooked: false) : null;
    }

    /// <summary>
    /// What a message costs by WhatsApp's own <c>pricing</c> object (fact sheet 5): free if its <c>type</c>, or else the older
    /// <c>billable</c>, says so, otherwise the card's rate. Null if the object says nothing that can be booked: it cannot be read, it names
    /// neither, it prices conversations (before July 2025), or the card has no rate for it.
    /// </summary>
    /// <param name="pricing">JSON bytes of a status.</param>
    public MessagePrice? Book(UserId user, ReadOnlySpan<byte> pricing, DateTimeOffset at)
    {
        if (Read(pricing) is not { } said || IsFree(said) is not { } isFree)
        {
            return null;
        }

        var country = Countries.Of(user);
        var word = Word(said.PeekText("category"u8) ?? "");
        var rate = RateOf(country, word, at);
        if (isFree)
        {
            return word.Length == 0 ? null : new(0, rate?.Currency ?? _currency, word, country, IsBooked: true);
        }

        return rate is not null && said.PeekText("pricing_model"u8) != "CBP" ? new(rate.Micros, rate.Currency, word, country, IsBooked: true) : null;
    }

    private static JsonElement? Read(ReadOnlySpan<byte> pricing)
    {
        try
        {
            return JsonText.IsSound(pricing) && JsonElement.Parse(pricing) is { ValueKind: JsonValueKind.Object } said ? said : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool? IsFree(JsonElement said) => said.PeekText("type"u8)?.ToUpperInvariant() switch
    {
        "REGULAR" => false,
        { } type when type.StartsWith("FREE", StringComparison.Ordinal) => true,
        _ => said.Peek("billable"u8)?.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.True => false,
            _ => null,
        },
    };

    // WhatsApp writes authentication-international in statuses and authentication_international elsewhere.
    private static string Word(string category) =>
        category.ToLowerInvariant() is var word && word == "authentication_international" ? "authentication-international" : word;

    private Rate? RateOf(string? country, string category, DateTimeOffset at)
    {
        var rate = (country is null ? null : InForce(country, category, at)) ?? InForce(Elsewhere, category, at);
        return rate ?? (Kinds.TryGetValue(category, out var kind) ? RateOf(country, kind, at) : null);
    }

    private Rate? InForce(string country, string category, DateTimeOffset at) =>
        _rates.TryGetValue((country, category), out var rates) ? Array.Find(rates, rate => rate.From <= at) : null;
}
