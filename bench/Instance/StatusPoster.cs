using System.Text;
using System.Threading.Channels;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Instance;

/// <summary>Posts the statuses of what was sent: sent, delivered and read, one POST each or many in one. What is not answered 200 is posted again.</summary>
internal sealed class StatusPoster : IAsyncDisposable
{
    // As many as write: WhatsApp posts what it has at once and does not wait for one answer before the next.
    private const int Connections = 128;
    private const int MaxRequest = 64 * 1024;

    private static readonly string[] s_statuses = ["sent", "delivered", "read"];

    private readonly Channel<Status> _statuses = Channel.CreateUnbounded<Status>();
    private readonly Target _target;
    private readonly int _batch;
    private readonly SignedPost _post;
    private readonly byte[] _before;
    private readonly Task _posting;
    private long _made;
    private long _acknowledged;

    /// <param name="batch">Statuses in a POST.</param>
    public StatusPoster(Target target, int batch)
    {
        (_target, _batch) = (target, batch);
        _post = new(target.AppSecret);
        _before = Encoding.UTF8.GetBytes(
            $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{target.Account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{target.Number}}}"},"statuses":[""");
        _posting = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(PostAsync)));
    }

    public long Made => Interlocked.Read(ref _made);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public void Add(long send, long user, string opaque)
    {
        foreach (var status in s_statuses)
        {
            Interlocked.Increment(ref _made);
            _statuses.Writer.TryWrite(new(send, user, opaque, status));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _statuses.Writer.TryComplete();
        await _posting;
    }

    private async Task PostAsync()
    {
        using var connection = new HttpConnection(_target.Server);
        var buffer = new byte[MaxRequest];
        var batch = new List<Status>(_batch);
        while (await _statuses.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _batch && _statuses.Reader.TryRead(out var status))
            {
                batch.Add(status);
            }

            if (batch.Count == 0)
            {
                continue;
            }

            var length = Write(batch, buffer);
            while (await connection.ExchangeAsync(buffer.AsMemory(0, length)) != 200)
            {
                await Task.Delay(100);
            }

            Interlocked.Add(ref _acknowledged, batch.Count);
        }
    }

    private int Write(List<Status> batch, Span<byte> buffer)
    {
        var body = new SpanWriter(buffer[SignedPost.BodyStart..]);
        body.Write(_before);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < batch.Count; i++)
        {
            Write(batch[i], now, i == 0, ref body);
        }

        body.Write("]}}]}]}"u8);

        return _post.Complete(buffer, body.Length);
    }

    private static void Write(in Status status, long now, bool isFirst, ref SpanWriter body)
    {
        body.Write(isFirst ? "{\"id\":\"wamid.bench"u8 : ",{\"id\":\"wamid.bench"u8);
        body.Write(status.Send);
        body.Write("\",\"status\":\""u8);
        body.WriteAscii(status.Name);
        body.Write("\",\"timestamp\":\""u8);
        body.Write(now);
        body.Write("\",\"recipient_id\":\""u8);
        body.Write(status.User);
        body.Write("\",\"biz_opaque_callback_data\":\""u8);
        body.WriteAscii(status.Opaque);
        body.Write("\"}"u8);
    }

    private readonly record struct Status(long Send, long User, string Opaque, string Name);
}
