using System.Diagnostics;
using Mogambo.Messages;

namespace Mogambo.Storage.Tests;

/// <summary>No test: run it by name to see how many turns a second the machine commits.</summary>
public abstract class Throughput(StoreFixture fixture)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(256)]
    public async Task Commits_per_second(int callers)
    {
        await RunAsync(callers, TimeSpan.FromSeconds(3));

        var (commits, elapsed) = await RunAsync(callers, Length);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{fixture.Options.Provider}, {callers} callers: {commits / elapsed.TotalSeconds:N0} commits/s, {elapsed.TotalMilliseconds * callers / commits:N2} ms each");
    }

    // One commit: the state, an inbound message and a claimed reply, as a turn with an inline bot makes it.
    private async Task<(int Commits, TimeSpan Elapsed)> RunAsync(int callers, TimeSpan length)
    {
        var commits = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var number = Some.Number();
            var (id, version) = (Some.Conversation(number), 0L);
            while (watch.Elapsed < length)
            {
                var commit = Some.Commit(id, version++, Some.Inbound(id), Some.Outbound(MessagePhase.Claimed)) with { DueAt = Some.Now };
                await fixture.Conversations.CommitAsync(commit with { State = new byte[400] });
                Interlocked.Increment(ref commits);
            }
        })));
        return (commits, watch.Elapsed);
    }
}

public sealed class SqliteThroughput(SqliteFixture fixture) : Throughput(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlThroughput(PostgreSqlFixture fixture) : Throughput(fixture), IClassFixture<PostgreSqlFixture>;
