using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mogambo.Messages;

/// <summary>
/// One attempt to send a message, <c>{id}.{attempt}</c>, attempts counted from 1. It travels as <c>biz_opaque_callback_data</c> and comes
/// back on every status, so a status finds its row before the answer to the send is even stored.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.attempt-id")]
public readonly record struct AttemptId([property: Id(0)] MessageId Message, [property: Id(1)] int Number) : IParsable<AttemptId>
{
    /// <summary>More attempts than this are never made: the rank of a row is attempt × 16 and must stay a small integer.</summary>
    public const int MaxNumber = 1000;

    public static AttemptId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("An attempt is {message id}.{number}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AttemptId result)
    {
        result = default;
        var dot = s?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0
            || !MessageId.TryParse(s![..dot], provider, out var message)
            || !int.TryParse(s.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > MaxNumber)
        {
            return false;
        }

        result = new(message, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Message}.{Number}");
}
