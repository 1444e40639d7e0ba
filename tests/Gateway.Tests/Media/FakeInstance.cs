using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Mogambo.Gateway.Tests.Media;

/// <summary>An instance that does with a request what a test says.</summary>
internal sealed class FakeInstance : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeInstance(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<FakeInstance> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(http =>
        {
            http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            return answer(http);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new FakeInstance(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
