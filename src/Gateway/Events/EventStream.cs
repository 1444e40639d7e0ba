using System.Text;
using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.Events;

namespace Mogambo.Gateway.Events;

/// <summary>
/// Server-Sent Events until the caller goes, the process stops, or the feed cannot be read: then the stream ends, and its reader comes
/// again with <c>Last-Event-ID</c>, as the protocol has it. Written by hand because the framework's results have no comments, which keep
/// quiet connections open.
/// </summary>
internal sealed class EventStream(
    AccountId account, EventCursor after, IEvents events, EventFeeds feeds, TimeProvider time, Action close, CancellationToken stopping) : IResult
{
    private const int Page = 100;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(response, ": hello\n\n"u8.ToArray(), stop.Token);
            await FollowAsync(response, stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or StorageUnavailableException or IOException)
        {
            // Nothing is lost: the reader says what it saw last.
        }
        finally
        {
            close();
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var cursor = after;
        var wrote = time.GetTimestamp();
        while (feeds.IsKept(account))
        {
            var page = await events.ReadAsync(account, cursor, Page, cancellationToken);
            foreach (var @event in page)
            {
                await response.Body.WriteAsync(Frame(@event), cancellationToken);
                cursor = @event.Cursor;
            }

            if (page.Count > 0)
            {
                await response.Body.FlushAsync(cancellationToken);
                wrote = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(wrote) >= s_heartbeat)
            {
                await WriteAsync(response, ": still here\n\n"u8.ToArray(), cancellationToken);
                wrote = time.GetTimestamp();
            }

            if (page.Count < Page)
            {
                await Task.Delay(s_poll, time, cancellationToken);
            }
        }
    }

    private static byte[] Frame(StoredEvent @event)
    {
        var json = EventJson.WithId(@event);
        // A line break inside JSON is a blank between its parts; in the stream it would end the line.
        json.AsSpan().Replace((byte)'\n', (byte)' ');
        json.AsSpan().Replace((byte)'\r', (byte)' ');
        return [.. Encoding.UTF8.GetBytes($"id: {@event.Cursor}\nevent: {@event.Type}\ndata: "), .. json, .. "\n\n"u8];
    }

    private static async Task WriteAsync(HttpResponse response, byte[] bytes, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(bytes, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
