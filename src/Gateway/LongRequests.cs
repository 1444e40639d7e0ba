using Microsoft.Extensions.Hosting;

namespace Mogambo.Gateway;

/// <summary>
/// Requests that may take minutes, such as a file or an import. Without a limit one of them would take all the time that a stop has, and what is
/// being sent would be left unknown.
/// </summary>
internal static class LongRequests
{
    /// <summary>How long after "stop" such a request may go on.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Aborts the endpoint's requests ten seconds after the process was told to stop.</summary>
    public static RouteHandlerBuilder EndsWithTheProcess(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter((context, next) =>
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        http.Response.RegisterForDispose(new Limit(http, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        return next(context);
    });

    private sealed class Limit : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly HttpContext _request;
        private readonly CancellationTokenRegistration _stopping;
        private ITimer? _alarm;
        private bool _isOver;

        public Limit(HttpContext request, TimeProvider time, CancellationToken stopping)
        {
            _request = request;
            _stopping = stopping.Register(() =>
            {
                lock (_lock)
                {
                    _alarm = _isOver ? null : time.CreateTimer(_ => Abort(), null, s_grace, Timeout.InfiniteTimeSpan);
                }
            });
        }

        /// <summary>Before the request's context is used for another one.</summary>
        public void Dispose()
        {
            lock (_lock)
            {
                _isOver = true;
                _alarm?.Dispose();
            }

            _stopping.Dispose();
        }

        private void Abort()
        {
            lock (_lock)
            {
                if (!_isOver)
                {
                    _request.Abort();
                }
            }
        }
    }
}
