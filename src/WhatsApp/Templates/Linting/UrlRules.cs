using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Addresses of buttons (fact sheet 12.3; 12.4, rule 9).</summary>
internal static class UrlRules
{
    private const int MaxUrl = 2000;

    private static readonly string[] WhatsApps = ["wa.me"];

    private static readonly string[] Shorteners =
    [
        "bit.ly", "bitly.com", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "t.co",
        "t.ly", "tiny.cc", "tinyurl.com", "v.gd", "wa.link",
    ];

    public static void Check(string place, TemplateButton button, bool isNamed, ProblemList problems)
    {
        var url = button.Url!;
        if (url.Text.Length == 0)
        {
            problems.Add(place, "url-missing", "Give the button a url.");
            return;
        }

        problems.AddIf(TemplateText.LengthOf(url.Text) > MaxUrl, place, "url-too-long", $"Shorten the address to {MaxUrl} characters.", MaxUrl);
        var address = Uri.TryCreate(url.Fill(_ => "x"), UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed : null;
        problems.AddIf(address is null, place, "url-invalid", "Give a whole address that begins with https://.");
        CheckVariables(place, button, url, isNamed, problems);
        problems.AddIf(IsOf(address, WhatsApps), place, "url-of-whatsapp", "Use another address; links to wa.me are refused in buttons.");
        problems.AddIf(IsOf(address, Shorteners), place, "url-shortened", "Give the address itself; shortened links are refused.");
    }

    private static void CheckVariables(string place, TemplateButton button, TemplateText url, bool isNamed, ProblemList problems)
    {
        var variables = url.Pieces.Where(piece => piece.Kind == PieceKind.Variable).ToList();
        problems.AddIf(
            url.Pieces.Any(piece => piece.Kind == PieceKind.Malformed), place, "variable-malformed", "Write the variable as {{1}}.");
        problems.AddIf(variables.Count > 1, place, "url-variables", "Use at most one variable in the address.", 1);
        problems.AddIf(
            variables.Count > 0 && url.Pieces[^1].Kind != PieceKind.Variable,
            place, "url-variable-not-at-end", "Put the variable at the very end of the address.");
        problems.AddIf(
            !isNamed && variables.Exists(variable => variable.Text != "1"), place, "variables-not-contiguous", "Write the variable of an address as {{1}}.");
        problems.AddIf(
            variables.Count > 0 && string.IsNullOrWhiteSpace(button.Example), place, "example-missing", "Give an example of the address in example.");
    }

    private static bool IsOf(Uri? address, string[] hosts) => address is not null && hosts.Any(host =>
        address.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase));
}
