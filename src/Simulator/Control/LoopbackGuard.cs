using System.Net;

namespace Mogambo.Simulator.Control;

/// <summary>
/// Keeps the phone page and <c>/control</c> to this machine: whoever exposes them asks for it with <c>--open true</c>.
/// Names other than localhost and pages of other origins are refused too, so that no website reaches in through a browser.
/// </summary>
internal static class LoopbackGuard
{
    private const string Refusal = "This is for the simulator's own machine only; start it with --open true to allow others.";

    public static void UseLoopbackGuard(this IApplicationBuilder app, bool open) => app.Use((http, next) =>
    {
        if (open || IsGraph(http.Request.Path) || Allows(http.Connection.RemoteIpAddress, http.Request.Host, http.Request.Headers.Origin))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsJsonAsync(new { error = Refusal });
    });

    public static bool Allows(IPAddress? remote, HostString host, string? origin) =>
        remote is not null
        && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)
        && IsLocal(host.Host)
        && (string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == host.Value));

    /// <summary>What a real WhatsApp would serve, guarded by its tokens.</summary>
    private static bool IsGraph(PathString path) =>
        path.StartsWithSegments("/whatsapp_business", StringComparison.Ordinal)
        || (path.Value is ['/', 'v', >= '0' and <= '9', ..]);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
