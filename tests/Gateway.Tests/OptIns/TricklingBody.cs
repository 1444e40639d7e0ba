using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Mogambo.Gateway.Tests.OptIns;

/// <summary>A body that is sent as a test writes it.</summary>
internal sealed class TricklingBody : HttpContent, IAsyncDisposable
{
    private readonly Pipe _pipe = new();

    public TricklingBody() => Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");

    public async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    public void End() => _pipe.Writer.Complete();

    public ValueTask DisposeAsync()
    {
        End();
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        while (true)
        {
            var read = await _pipe.Reader.ReadAsync();
            foreach (var segment in read.Buffer)
            {
                await stream.WriteAsync(segment);
            }

            _pipe.Reader.AdvanceTo(read.Buffer.End);
            await stream.FlushAsync();
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
