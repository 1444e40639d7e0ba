using Mogambo.Accounts;

namespace Mogambo.Sending;

/// <summary>Names an access token without telling it: a park holds for one token, and ends when the number has another.</summary>
public static class NumberToken
{
    public static string HashOf(BusinessNumber number) => AccessTokenHash.Of(number.AccessToken);
}
