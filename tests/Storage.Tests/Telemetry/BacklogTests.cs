using System.Diagnostics.Metrics;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.Telemetry;

namespace Mogambo.Storage.Tests.Telemetry;

public abstract class BacklogTests(StoreFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_counted_and_what_nobody_took_for_60_s_stands_out()
    {
        var conversation = Some.Conversation();
        await fixture.Store.Inbox.AddAsync(
            [new NewInboxChange(Some.Account, conversation, Some.Bytes("1"))], Guid.NewGuid(), Some.Now.AddSeconds(30), Cancellation);
        var row = Assert.Single(await fixture.Store.Inbox.TakeAsync(Guid.NewGuid(), Some.Now.AddSeconds(30), Some.Now.AddSeconds(60), 1, Cancellation));

        Assert.Equal((1, 0), Shown(await ReadAsync(Some.Now.AddSeconds(120)), "inbox"));
        Assert.Equal((1, 1), Shown(await ReadAsync(Some.Now.AddSeconds(121)), "inbox"));

        await fixture.Store.Inbox.RemoveAsync([row.Id], Cancellation);
        Assert.Equal((0, 0), Shown(await ReadAsync(Some.Now.AddSeconds(121)), "inbox"));
    }

    [Fact]
    public async Task Every_place_is_there_even_where_nothing_waits()
    {
        var backlogs = await ReadAsync(DateTimeOffset.UnixEpoch);

        Assert.Equal(
            ["conversation", "dead-letter", "delivery", "inbox", "number-lease", "parked-number", "paused-subscription", "unknown"],
            backlogs.Select(backlog => backlog.Place).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_is_measured_once_and_a_lost_sample_shows_no_backlog()
    {
        List<(string Name, double Value)> seen = [];
        var metrics = fixture.Store.Service<StorageMetrics>();
        using var listener = Listener(metrics, seen);

        var owner = Guid.NewGuid();
        await fixture.Store.Inbox.AddAsync(
            [.. Enumerable.Range(0, 3).Select(i => new NewInboxChange(Some.Account, Some.Conversation(), Some.Bytes($"{i}")))], owner, Some.Now, Cancellation);
        Assert.Single(seen, one => one.Name == "mogambo.commit.duration");
        Assert.Equal(1, Assert.Single(seen, one => one.Name == "mogambo.commit.batch_size").Value);

        await fixture.Store.Service<BacklogSampler>().SampleAsync(Cancellation);
        listener.RecordObservableInstruments();
        Assert.Contains(("mogambo.database.up", 1), seen);
        Assert.Contains(seen, one => one.Name == "mogambo.backlog" && one.Value >= 3);

        seen.Clear();
        metrics.NotSampled();
        listener.RecordObservableInstruments();
        Assert.Equal([("mogambo.database.up", 0)], seen);
        var rows = await fixture.Store.Inbox.TakeAsync(owner, Some.Now, Some.Now, 10, Cancellation);
        await fixture.Store.Inbox.RemoveAsync([.. rows.Select(row => row.Id)], Cancellation);
    }

    private static MeterListener Listener(StorageMetrics metrics, List<(string Name, double Value)> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (metrics.Owns(instrument))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        listener.Start();
        return listener;

        void Add(string name, double value)
        {
            lock (seen)
            {
                seen.Add((name, value));
            }
        }
    }

    private static (long Count, long Overdue) Shown(IReadOnlyList<Backlog> backlogs, string place)
    {
        var backlog = backlogs.Single(one => one.Place == place);
        return (backlog.Count, backlog.Overdue);
    }

    private Task<IReadOnlyList<Backlog>> ReadAsync(DateTimeOffset now) => fixture.Store.Service<BacklogReader>().ReadAsync(now, Cancellation);
}

public sealed class SqliteBacklogTests(SqliteFixture fixture) : BacklogTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlBacklogTests(PostgreSqlFixture fixture) : BacklogTests(fixture), IClassFixture<PostgreSqlFixture>;
