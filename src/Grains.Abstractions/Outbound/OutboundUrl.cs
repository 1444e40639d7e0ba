using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Outbound;

/// <summary>The form of an address that others choose; where it leads is another question (<see cref="OutboundUrlCheck"/>).</summary>
public static class OutboundUrl
{
    /// <summary>A longer one is refused.</summary>
    public const int MaxLength = 2048;

    /// <summary>Reads an address; otherwise says what is wrong with it, a phrase that follows the name of its member.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? problem)
    {
        url = null;
        problem = text switch
        {
            null or "" => "is missing",
            { Length: > MaxLength } => $"is longer than {MaxLength} characters",
            _ when text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\') => "holds blanks, control characters or backslashes",
            _ when !Uri.TryCreate(text, UriKind.Absolute, out url) => "is not an absolute address such as https://example.com/hook",
            _ => Problem(url),
        };
        if (problem is not null)
        {
            url = null;
        }

        return problem is null;
    }

    private static string? Problem(Uri url) => url switch
    {
        { Scheme: not ("https" or "http") } => "must begin with https://",
        { UserInfo.Length: > 0 } => "must hold no user name or password: deliveries are signed",
        { Fragment.Length: > 0 } => "must hold no fragment (#…)",
        { Host.Length: 0 } or { Port: < 1 } => "names no host",
        _ => null,
    };
}
