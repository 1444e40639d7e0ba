using System.Diagnostics.CodeAnalysis;
using Mogambo.Accounts;

namespace Mogambo.Conversations;

/// <summary>One user and one business number, <c>{phone_number_id}/{user}</c>: where a reply goes is read from here and nowhere else.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.conversation-id")]
public readonly record struct ConversationId([property: Id(0)] PhoneNumberId Number, [property: Id(1)] UserId User)
    : IParsable<ConversationId>
{
    public static ConversationId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A conversation is {phone_number_id}/{user}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ConversationId result)
    {
        result = default;
        var slash = s?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !PhoneNumberId.TryParse(s![..slash], provider, out var number)
            || !UserId.TryParse(s[(slash + 1)..], provider, out var user))
        {
            return false;
        }

        result = new(number, user);
        return true;
    }

    public override string ToString() => $"{Number.Value}/{User.Value}";
}
