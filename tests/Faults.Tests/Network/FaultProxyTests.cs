using System.Diagnostics;
using System.Net.Sockets;
using Mogambo.Faults.Network;

namespace Mogambo.Faults.Tests.Network;

/// <summary>Every fault of a link does what it says, while the connection is in use.</summary>
public sealed class FaultProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Nothing arrives within this; what arrives on loopback takes well under a millisecond.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(200);

    private readonly EchoServer _server = new();
    private FaultProxy _link = null!;

    public ValueTask InitializeAsync()
    {
        _link = FaultProxy.Start(_server.Address);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Bytes_pass_both_ways_and_are_counted()
    {
        using var client = await ConnectAsync();

        Assert.Equal("hello", await AskAsync(client, "hello"));

        Assert.Equal((1, 5, 5, 1), (_link.Counts.Accepted, _link.Counts.BytesToServer, _link.Counts.BytesToClient, _link.Open));
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        using var client = await ConnectAsync();
        var question = new string('x', 300_000);

        Assert.Equal(question, await AskAsync(client, question));
    }

    [Fact]
    public async Task Refused_resets_what_is_connected_and_lets_nobody_in_until_it_is_over()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");

        _link.Set(LinkFault.Refused);

        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client, "b"));
        var refused = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        _link.Set(LinkFault.None);
        using var again = await ConnectAsync();
        Assert.Equal("c", await AskAsync(again, "c"));
    }

    [Fact]
    public async Task A_cut_holds_back_and_delivers_when_it_is_healed()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");
        _link.Set(LinkFault.Cut);

        var answer = AskAsync(client, "b");

        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(s_silence));
        Assert.Equal(["a"], _server.Heard);
        _link.Heal();
        Assert.Equal("b", await answer.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_new_connection_over_a_cut_hangs_too()
    {
        _link.Set(LinkFault.Cut);
        using var client = await ConnectAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(client, "a").WaitAsync(s_silence));
    }

    [Fact]
    public async Task One_way_the_server_hears_and_the_client_does_not()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");
        _link.Set(LinkFault.ClientDeaf);

        var answer = AskAsync(client, "b");

        await _server.HearsAsync("b").WaitAsync(s_patience);
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(s_silence));
    }

    [Fact]
    public async Task One_way_the_server_is_deaf()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");
        _link.Set(LinkFault.ServerDeaf);

        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync(client, "b").WaitAsync(s_silence));

        Assert.Equal(["a"], _server.Heard);
    }

    [Fact]
    public async Task Dropped_bytes_are_gone_and_the_stream_is_never_continued()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");
        _link.Set(new LinkFault { ToClient = new() { Drops = true } });
        var lost = AskAsync(client, "lost");
        await _server.HearsAsync("lost").WaitAsync(s_patience);
        await Assert.ThrowsAsync<TimeoutException>(() => lost.WaitAsync(s_silence));
        Assert.Equal(4, _link.Counts.BytesDropped);

        _link.Heal();
        await client.GetStream().WriteAsync("b"u8.ToArray());

        await Assert.ThrowsAnyAsync<IOException>(() => lost.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_delay_holds_back_every_answer()
    {
        using var client = await ConnectAsync();
        _link.Set(LinkFault.Slow(TimeSpan.FromMilliseconds(120)));
        var started = Stopwatch.GetTimestamp();

        await AskAsync(client, "a");
        await AskAsync(client, "b");

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 230, 10_000);
    }

    [Fact]
    public async Task A_trickle_takes_its_time()
    {
        using var client = await ConnectAsync();
        _link.Set(new LinkFault { ToServer = new() { Trickle = 1 } });
        var started = Stopwatch.GetTimestamp();

        Assert.Equal("0123456789", await AskAsync(client, "0123456789"));

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 80, 10_000);
    }

    [Fact]
    public async Task A_reset_ends_both_ends()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");

        _link.Reset();

        await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client, "b").WaitAsync(s_patience));
        await _server.LosesAsync().WaitAsync(s_patience);
    }

    [Fact]
    public async Task An_end_in_order_reaches_the_other_side()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "a");

        var stream = client.GetStream();

        client.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(s_patience));
    }

    [Fact]
    public async Task Of_lost_commits_the_server_reads_half_and_the_client_never_knows()
    {
        _link.Set(new LinkFault { CommitsLost = 1 });

        for (var n = 0; n < 40; n++)
        {
            using var client = await ConnectAsync();
            Assert.Equal("BEGIN\0", await AskAsync(client, "BEGIN\0"));
            await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(client, "COMMIT\0").WaitAsync(s_patience));
        }

        Assert.Equal(40, _link.Counts.CommitsPrevented + _link.Counts.CommitAnswersLost);
        Assert.InRange(_link.Counts.CommitsPrevented, 8, 32);
        Assert.Equal(_link.Counts.CommitAnswersLost, _server.Heard.Count(heard => heard == "COMMIT\0"));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(_link.Address);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Returns when as many characters have come back as were sent.</summary>
    private static async Task<string> AskAsync(TcpClient client, string question)
    {
        var stream = client.GetStream();
        var answer = new byte[question.Length];
        var sending = stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(question));
        await stream.ReadExactlyAsync(answer);
        await sending;
        return System.Text.Encoding.ASCII.GetString(answer);
    }
}
