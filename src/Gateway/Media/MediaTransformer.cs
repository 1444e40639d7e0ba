using System.Net;
using System.Net.Http.Headers;
using Mogambo.Gateway.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Mogambo.Gateway.Media;

/// <summary>Puts the number's token in and leaves the caller's headers out; answers that are not a success become a problem.</summary>
internal sealed class MediaTransformer(InstanceRequest request, InstanceAnswer answer) : HttpTransformer
{
    private static readonly ProductInfoHeaderValue s_agent = new("Mogambo", null);

    public Problem? Refusal { get; private set; }

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.Method = request.Method;
        proxyRequest.RequestUri = request.Address;
        proxyRequest.Version = HttpVersion.Version11;
        proxyRequest.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        proxyRequest.Headers.Authorization = new("Bearer", request.Number.AccessToken);
        proxyRequest.Headers.UserAgent.Add(s_agent);
        if (request.ContentType is { } type && proxyRequest.Content is { } content)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            content.Headers.ContentLength = request.ContentLength;
        }

        return default;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        if (!proxyResponse.IsSuccessStatusCode)
        {
            Refusal = await InstanceRefusal.ReadAsync(proxyResponse, cancellationToken);
            return false;
        }

        var (response, content) = (httpContext.Response, proxyResponse.Content.Headers);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = answer == InstanceAnswer.Json ? "application/json" : content.ContentType?.ToString() ?? "application/octet-stream";
        response.ContentLength = content.ContentLength;
        if (answer == InstanceAnswer.File)
        {
            response.Headers.ContentDisposition = "attachment";
            response.Headers.CacheControl = "private, no-store";
        }

        return true;
    }
}
