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

    private static readonly TimeSpan s_flush = TimeSpan.FromMilliseconds(20);

    private readonly Channel<IReadOnlyList<Status>> _posts = Channel.CreateUnbounded<IReadOnlyList<Status>>();
    private readonly Lock _filling = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Target _target;
    private readonly int _batch;
    private readonly SignedPost _post;
    private readonly byte[] _before;
    private readonly Task _posting;
    private readonly Task _flushing;
    private List<Status> _next;
    private long _made;
    private long _acknowledged;
    private long _posted;

    /// <param name="batch">Statuses in a POST; fewer only where none has come for a while.</param>
    public StatusPoster(Target target, int batch)
    {
        (_target, _batch, _next) = (target, batch, new(batch));
        _post = new(target.AppSecret);
        _before = Encoding.UTF8.GetBytes(
            $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{target.Account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{target.Number}}}"},"statuses":[""");
        _posting = Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(PostAsync)));
        _flushing = FlushAsync();
    }

    public long Made => Interlocked.Read(ref _made);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>POSTs that were answered 200.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    public void Add(long send, long user, string opaque)
    {
        lock (_filling)
        {
            foreach (var status in s_statuses)
            {
                _made++;
                _next.Add(new(send, user, opaque, status));
                if (_next.Count == _batch)
                {
                    Hand();
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _flushing;
        lock (_filling)
        {
            Hand();
        }

        _posts.Writer.TryComplete();
        await _posting;
        _ending.Dispose();
    }

    private void Hand()
    {
        if (_next.Count == 0)
        {
            return;
        }

        _posts.Writer.TryWrite(_next);
        _next = new(_batch);
    }

    // The last ones, or those of a quiet time, wait for no others.
    private async Task FlushAsync()
    {
        using var timer = new PeriodicTimer(s_flush);
        var seen = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                lock (_filling)
                {
                    if (_made == seen)
                    {
                        Hand();
                    }

                    seen = _made;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is being ended.
        }
    }

    private async Task PostAsync()
    {
        using var connection = new HttpConnection(_target.Server);
        var buffer = new byte[MaxRequest];
        await foreach (var batch in _posts.Reader.ReadAllAsync())
        {
            var length = Write(batch, buffer);
            while (await connection.ExchangeAsync(buffer.AsMemory(0, length)) != 200)
            {
                await Task.Delay(100);
            }

            Interlocked.Add(ref _acknowledged, batch.Count);
            Interlocked.Increment(ref _posted);
        }
    }

    private int Write(IReadOnlyList<Status> batch, Span<byte> buffer)
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
