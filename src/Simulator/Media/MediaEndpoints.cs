using Microsoft.AspNetCore.Http.Features;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Media;

/// <summary>Upload, resolve, download and delete (fact sheet 9).</summary>
internal sealed class MediaEndpoints(MediaShelf shelf, AccountBook accounts)
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>The largest kind of file, with room for the form around it.</summary>
    private const long LargestRequest = 101L * Megabyte;

    public async Task UploadAsync(HttpContext http, Number number)
    {
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LargestRequest;
        if (!http.Request.HasFormContentType)
        {
            await GraphError.Of(100, "A media upload is multipart/form-data.").WriteAsync(http.Response);
            return;
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = LargestRequest }, http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            await GraphError.Of(100, "The multipart body could not be read.").WriteAsync(http.Response);
            return;
        }

        if (Wrong(form) is { } wrong)
        {
            await wrong.WriteAsync(http.Response);
            return;
        }

        var file = form.Files["file"]!;
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, http.RequestAborted);
        var media = shelf.Put(number, TypeOf(form), bytes.ToArray());
        await http.Response.WriteJsonAsync(200, media.Id, static (json, id) =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteEndObject();
        });
    }

    public Task ResolveAsync(HttpContext http, StoredMedia media)
    {
        if (http.Request.Query["phone_number_id"].ToString() is { Length: > 0 } wanted && wanted != media.Number.Id)
        {
            return GraphError.UnknownNode(media.Id).WriteAsync(http.Response);
        }

        var url = $"{http.Request.Scheme}://{http.Request.Host}{shelf.Address(media)}";
        return http.Response.WriteJsonAsync(200, (media, url), static (json, found) =>
        {
            json.WriteStartObject();
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("url", found.url);
            json.WriteString("mime_type", found.media.MimeType);
            json.WriteString("sha256", found.media.Sha256);
            json.WriteNumber("file_size", found.media.Bytes.Length);
            json.WriteString("id", found.media.Id);
            json.WriteEndObject();
        });
    }

    public async Task DownloadAsync(HttpContext http)
    {
        if (AccessToken.Of(http.Request) is not { } token || !accounts.KnowsToken(token))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var query = http.Request.Query;
        if (shelf.Open(query["mid"].ToString(), query["ext"].ToString(), query["hash"].ToString()) is not { } media)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = media.MimeType;
        http.Response.ContentLength = media.Bytes.Length;
        await http.Response.Body.WriteAsync(media.Bytes, http.RequestAborted);
    }

    public Task DeleteAsync(HttpContext http, StoredMedia media)
    {
        shelf.Remove(media.Id);
        return http.Response.WriteSuccessAsync();
    }

    private static GraphError? Wrong(IFormCollection form)
    {
        if (form["messaging_product"] != "whatsapp")
        {
            return GraphError.Of(100, "The parameter messaging_product is required.");
        }

        if (form.Files["file"] is not { } file)
        {
            return GraphError.Of(100, "The parameter file is required.");
        }

        var type = TypeOf(form);
        return LimitOf(type) switch
        {
            0 => GraphError.Of(100, $"Param file must be a file of a supported type; received {type}."),
            var limit when file.Length > limit => GraphError.Of(131053, $"A file of type {type} has at most {limit} bytes; received {file.Length}."),
            _ => null,
        };
    }

    private static string TypeOf(IFormCollection form) =>
        form["type"].ToString() is { Length: > 0 } given ? given : form.Files["file"]!.ContentType;

    /// <summary>Most bytes of a type; 0: the type is not supported.</summary>
    private static long LimitOf(string type) => type.Split(';')[0].Trim() switch
    {
        "audio/aac" or "audio/amr" or "audio/mpeg" or "audio/mp4" or "audio/ogg" or "video/mp4" or "video/3gpp" => 16 * Megabyte,
        "image/jpeg" or "image/png" => 5 * Megabyte,
        "image/webp" => 500 * 1024,
        "text/plain" or "application/pdf" or "application/msword" or "application/vnd.ms-excel" or "application/vnd.ms-powerpoint" => 100 * Megabyte,
        var office when office.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.Ordinal) => 100 * Megabyte,
        _ => 0,
    };
}
