using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Media;

/// <summary><c>/v1/media</c>: files up to and down from a number's instance, streamed; the caller never sees the instance's token.</summary>
internal static class MediaEndpoints
{
    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        var media = routes.MapGroup("/media").WithTags("Media");
        media.MapPost("", Upload).EndsWithTheProcess().RequireAuthorization(Scopes.MediaWrite).WithSummary("Upload a file: the body is the file");
        media.MapGet("/{id}", Download).EndsWithTheProcess().RequireAuthorization(Scopes.MediaRead).WithSummary("Download a file");
        media.MapDelete("/{id}", Delete).RequireAuthorization(Scopes.MediaWrite).WithSummary("Delete a file at the instance");
    }

    private static async Task<IResult> Upload(HttpContext http, ClaimsPrincipal caller, AccountDirectory accounts, MediaForwarder forwarder)
    {
        var type = http.Request.ContentType;
        if (MediaLimits.MaxBytesOf(type) is not { } limit)
        {
            return KnownProblems.InvalidRequest("Content-Type", "must be the file's type, such as image/jpeg or application/pdf");
        }

        if (http.Request.ContentLength is 0)
        {
            return KnownProblems.InvalidRequest("body", "must be the bytes of the file");
        }

        if (http.Request.ContentLength > limit)
        {
            return MediaProblems.TooLarge(type!, limit);
        }

        if (Numbers(http, caller, accounts, out var numbers) is { } problem)
        {
            return problem;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        return await forwarder.UploadAsync(http, numbers[0], type!);
    }

    private static async Task<IResult> Download(string id, HttpContext http, ClaimsPrincipal caller, AccountDirectory accounts, MediaForwarder forwarder) =>
        !MediaLimits.IsId(id) ? KnownProblems.NotFound()
        : Numbers(http, caller, accounts, out var numbers) ?? await forwarder.DownloadAsync(http, numbers, id);

    private static async Task<IResult> Delete(string id, HttpContext http, ClaimsPrincipal caller, AccountDirectory accounts, MediaForwarder forwarder) =>
        !MediaLimits.IsId(id) ? KnownProblems.NotFound()
        : Numbers(http, caller, accounts, out var numbers) ?? await forwarder.DeleteAsync(http, numbers, id);

    /// <summary>The number that is asked for, or all of the account's, the default one first.</summary>
    private static Problem? Numbers(HttpContext http, ClaimsPrincipal caller, AccountDirectory accounts, out IReadOnlyList<BusinessNumber> numbers)
    {
        numbers = [];
        var query = new QueryReader(http.Request);
        var wanted = query.Parsed<PhoneNumberId>("number", "must be a phone number id of the account");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        if (accounts.TryGetAccount(caller.Account(), out var account))
        {
            numbers = [.. account.Numbers.Where(number => number.Options.Api == InstanceApi.Cloud && (wanted is null || number.Id == wanted))];
        }

        return numbers.Count == 0 ? KnownProblems.PhoneNumberNotFound() : null;
    }
}
