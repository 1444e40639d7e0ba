using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Mogambo.Accounts;
using Mogambo.Outbound;

namespace Mogambo.Bots;

/// <summary>
/// The business's own service. The call is signed by Standard Webhooks, the turn's id is the <c>webhook-id</c> and the same on every
/// retry; redirects are not followed and at most 256 KiB are read.
/// </summary>
internal sealed class HttpBot(HttpClient http, TimeProvider time) : IHttpBot
{
    /// <summary>A bot answers within this or has failed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>More of an answer is not read.</summary>
    public const int MaxAnswerBytes = 256 * 1024;

    public async Task<BotAnswer> AskAsync(Account account, BotQuestion question, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = Request(account.Options.Bot, question);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            await Failpoint.HitAsync("bot.in_flight");
            return response.StatusCode switch
            {
                HttpStatusCode.NoContent => BotAnswer.Replied.Nothing,
                HttpStatusCode.OK => await ReadAsync(response.Content, stop.Token),
                var status => new BotAnswer.Failed($"The bot answered {(int)status}."),
            };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new BotAnswer.Failed($"The bot did not answer within {Deadline.TotalSeconds} s.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit for connecting is shorter than the deadline, and is reported as a cancellation.
            return new BotAnswer.Failed("The bot could not be reached (it takes no connection).");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new BotAnswer.Failed($"The bot could not be reached ({(e as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost"}).");
        }
    }

    private static async Task<BotAnswer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes)
        {
            return TooLong();
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var atMost = (int)(content.Headers.ContentLength ?? MaxAnswerBytes) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(atMost);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, atMost), atMost, throwOnEndOfStream: false, cancellationToken);
            return length switch
            {
                0 => BotAnswer.Replied.Nothing,
                > MaxAnswerBytes => TooLong(),
                _ => BotAnswerReader.Read(buffer.AsMemory(0, length)),
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static BotAnswer.Failed TooLong() => new($"The bot's answer is longer than {MaxAnswerBytes / 1024} KiB.");

    private HttpRequestMessage Request(BotOptions bot, BotQuestion question)
    {
        var body = question.ToJson();
        var id = question.Turn.ToString();
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, bot.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhookSignature.Sign(StandardWebhookSignature.KeyOf(bot.Secret ?? ""), id, timestamp, body));
        return request;
    }
}
