using System.Collections;
using System.Globalization;
using System.Security.Claims;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using QRCoder;

namespace Mogambo.Gateway.OptIns;

/// <summary>
/// <c>GET /v1/opt-in-link</c> and its pictures <c>.png</c>, <c>.svg</c>: what a user taps or scans to write to the business, the text
/// already there. Sending it is the user's own act, and a START word opts in.
/// </summary>
internal static class OptInLink
{
    private const string StartWord = "START";
    private const int PixelsOfModule = 10;

    public static void MapOptInLink(this IEndpointRouteBuilder routes)
    {
        Map("/opt-in-link", "Make a link with which users opt in", url => TypedResults.Json(new OptInLinkView(url), GatewayJson.Default.OptInLinkView));
        Map("/opt-in-link.png", "The link as a QR picture, PNG", url => TypedResults.Bytes(Png(url), "image/png"));
        Map("/opt-in-link.svg", "The link as a QR picture, SVG", url => TypedResults.Text(Svg(url), "image/svg+xml", Encoding.UTF8));

        void Map(string path, string summary, Func<string, IResult> answer) => routes
            .MapGet(path, (HttpRequest request, ClaimsPrincipal caller, AccountDirectory accounts) => Answer(request, caller, accounts, answer))
            .RequireAuthorization(Scopes.ContactsRead)
            .WithTags("Contacts")
            .WithSummary(summary);
    }

    private static IResult Answer(HttpRequest request, ClaimsPrincipal caller, AccountDirectory accounts, Func<string, IResult> answer)
    {
        var query = new QueryReader(request);
        var id = query.Parsed<PhoneNumberId>("number", "must be a phone number id of the account");
        var text = query.Text("text");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (!accounts.TryGetAccount(caller.Account(), out var account)
            || account.Numbers.FirstOrDefault(candidate => id is null || candidate.Id == id) is not { } number)
        {
            return KnownProblems.PhoneNumberNotFound();
        }

        var digits = string.Concat((number.Options.DisplayPhoneNumber ?? "").Where(char.IsAsciiDigit));
        text ??= account.Options.OptInWords.Start.FirstOrDefault() ?? StartWord;
        return digits.Length == 0 ? OptInProblems.NoDisplayNumber(number.Id.Value) : answer($"https://wa.me/{digits}?text={Uri.EscapeDataString(text)}");
    }

    private static byte[] Png(string url)
    {
        using var code = Code(url);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsOfModule);
    }

    // One path, so that it stays sharp and small at any size.
    private static string Svg(string url)
    {
        using var code = Code(url);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            BitArray row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        var size = code.ModuleMatrix.Count;
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>""";
    }

    private static QRCodeData Code(string url) => QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
}

/// <param name="Url">What a user opens.</param>
internal sealed record OptInLinkView(string Url);
