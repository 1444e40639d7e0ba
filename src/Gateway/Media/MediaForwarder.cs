using Mogambo.Accounts;
using Mogambo.Gateway.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Mogambo.Gateway.Media;

/// <summary>Carries files between a caller and the instance of a number.</summary>
internal sealed class MediaForwarder(IHttpForwarder forwarder, InstanceConnection instances)
{
    /// <summary>Without a byte for this long either side is given up.</summary>
    private static readonly ForwarderRequestConfig s_request = new() { ActivityTimeout = TimeSpan.FromSeconds(60) };

    public Task<IResult> UploadAsync(HttpContext http, BusinessNumber number, string type)
    {
        var form = new MultipartBody(http.Request.Body, type);
        var request = new InstanceRequest(HttpMethod.Post, InstanceAddress.Of(number, $"{number.Id}/media"), number)
        {
            ContentType = form.ContentType,
            ContentLength = form.LengthWith(http.Request.ContentLength),
        };
        http.Request.Body = form;
        return ForwardAsync(http, request, InstanceAnswer.Json);
    }

    /// <summary>A file is known to one number only: with several, the one that knows it answers.</summary>
    public async Task<IResult> DownloadAsync(HttpContext http, IReadOnlyList<BusinessNumber> numbers, string id)
    {
        foreach (var number in numbers)
        {
            var found = await instances.ResolveAsync(number, id, http.RequestAborted);
            if (found is { Problem: { } problem })
            {
                return problem;
            }

            if (found is { Url: { } url })
            {
                return InstanceHosts.Allows(number, url)
                    ? await ForwardAsync(http, new InstanceRequest(HttpMethod.Get, url, number), InstanceAnswer.File)
                    : MediaProblems.InstanceFailed("The instance gave the file's address on a host that is not its own: it was not called.");
            }
        }

        return KnownProblems.NotFound();
    }

    public async Task<IResult> DeleteAsync(HttpContext http, IReadOnlyList<BusinessNumber> numbers, string id)
    {
        foreach (var number in numbers)
        {
            var found = await instances.ResolveAsync(number, id, http.RequestAborted);
            if (found is { Problem: { } problem })
            {
                return problem;
            }

            if (found.Url is not null)
            {
                return await ForwardAsync(http, new InstanceRequest(HttpMethod.Delete, InstanceAddress.Of(number, id), number), InstanceAnswer.Json);
            }
        }

        return KnownProblems.NotFound();
    }

    private async Task<IResult> ForwardAsync(HttpContext http, InstanceRequest request, InstanceAnswer answer)
    {
        var transformer = new MediaTransformer(request, answer);
        var error = await forwarder.SendAsync(http, request.Address.GetLeftPart(UriPartial.Authority), instances.Invoker, s_request, transformer);
        if (http.Response.HasStarted || (error == ForwarderError.None && transformer.Refusal is null))
        {
            return Results.Empty;
        }

        http.Response.Clear();
        return error switch
        {
            ForwarderError.None => transformer.Refusal!,
            ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled when http.Features.Get<IForwarderErrorFeature>()?.Exception is BadHttpRequestException bad =>
                KnownProblems.ForStatus(bad.StatusCode),
            _ => MediaProblems.InstanceFailed("The instance could not be reached or gave up half way."),
        };
    }
}
