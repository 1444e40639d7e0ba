using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Mogambo.App.Logging;

/// <summary>
/// Replaces the user in every <c>{phone_number_id}/{user}</c> by a keyed hash: grain ids and addresses reach logs through libraries, people's
/// numbers must not. The key lives as long as the process, so one person reads the same within one log.
/// </summary>
internal static partial class UserRedactor
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);

    public static string Redact(string text) => Conversation().Replace(text, match => $"{match.Groups["number"].Value}/user-{Hash(match.Groups["user"].Value)}");

    private static string Hash(string user) => Convert.ToHexStringLower(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(user)).AsSpan(0, 6));

    [GeneratedRegex(@"(?<number>\b\d{5,32})/(?<user>\d{3,20}\b|[A-Z]{2}\.[A-Za-z0-9.]{1,132})", RegexOptions.CultureInvariant)]
    private static partial Regex Conversation();
}
