using System.Threading.Channels;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Something that happens now and then, and can be waited for.</summary>
internal sealed class Happenings(string what)
{
    private readonly Channel<bool> _channel = Channel.CreateUnbounded<bool>();

    public void Add(int count = 1)
    {
        for (var n = 0; n < count; n++)
        {
            _channel.Writer.TryWrite(true);
        }
    }

    /// <summary>Returns once it has happened that many further times.</summary>
    public async Task WaitAsync(int times)
    {
        try
        {
            for (var n = 0; n < times; n++)
            {
                await _channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            }
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not happen: {what}.");
        }
    }
}
