using Mogambo.Simulator.Control;
using Mogambo.Simulator.Media;

namespace Mogambo.Simulator.Phone;

/// <summary>The phone page and the page of templates: their files, its live events, and pictures sent to it.</summary>
internal static class PhoneRoutes
{
    /// <summary>The page runs nothing but its own files and talks to nobody but the simulator.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/templates", "templates.html", "text/html; charset=utf-8"),
        ("/templates.css", "templates.css", "text/css; charset=utf-8"),
        ("/templates.js", "templates.js", "text/javascript; charset=utf-8"),
        ("/phone.css", "phone.css", "text/css; charset=utf-8"),
        ("/chat.css", "chat.css", "text/css; charset=utf-8"),
        ("/phone.js", "phone.js", "text/javascript; charset=utf-8"),
        ("/bubbles.js", "bubbles.js", "text/javascript; charset=utf-8"),
        ("/content.js", "content.js", "text/javascript; charset=utf-8"),
        ("/faults.js", "faults.js", "text/javascript; charset=utf-8"),
        ("/people.js", "people.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void MapPhone(this IEndpointRouteBuilder routes)
    {
        foreach (var (path, file, type) in Files)
        {
            var content = Load(file);
            routes.MapGet(path, http => SendAsync(http, content, type));
        }

        var events = routes.ServiceProvider.GetRequiredService<PhoneEvents>();
        routes.MapGet("/events", http => StreamAsync(http, events));

        var shelf = routes.ServiceProvider.GetRequiredService<MediaShelf>();
        routes.MapGet("/phone/media/{id}", http => shelf.Find((string)http.Request.RouteValues["id"]!) is { } media
            ? SendAsync(http, media.Bytes, media.MimeType)
            : ControlAnswer.WrongAsync(http, "There is no such file.", StatusCodes.Status404NotFound));
    }

    private static async Task SendAsync(HttpContext http, byte[] content, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext http, PhoneEvents events)
    {
        using var page = events.Subscribe();
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.Response.WriteAsync("retry: 1000\n\nevent: hello\ndata: 0\n\n", either.Token);
            await http.Response.Body.FlushAsync(either.Token);
            while (await page.Waiting.WaitToReadAsync(either.Token))
            {
                while (page.Waiting.TryRead(out var data))
                {
                    await http.Response.Body.WriteAsync(data, either.Token);
                }

                if (page.FellBehind())
                {
                    await http.Response.WriteAsync("event: reset\ndata: 0\n\n", either.Token);
                }

                await http.Response.Body.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the simulator stops.
        }
    }

    private static byte[] Load(string file)
    {
        using var resource = typeof(PhoneRoutes).Assembly.GetManifestResourceStream("web/" + file)
            ?? throw new InvalidOperationException($"The phone page's file {file} is not in the assembly.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
