using Mogambo.Conversations;

namespace Mogambo.Gateway.Contacts;

/// <summary>How callers write a user: digits with country code, with or without a +, or a business-scoped user id.</summary>
internal static class UserParameter
{
    public const string Expectation = "must be a phone number (digits with country code, + optional) or a business-scoped user id";

    public static bool TryParse(string text, out UserId user) => UserId.TryParse(WithoutPlus(text), null, out user);

    public static string WithoutPlus(string text) => text is ['+' or ' ', .. var digits] ? digits : text;
}
