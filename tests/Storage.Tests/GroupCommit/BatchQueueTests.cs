using Microsoft.Extensions.Logging.Abstractions;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Tests.GroupCommit;

public sealed class BatchQueueTests : IAsyncDisposable
{
    private readonly List<IReadOnlyList<Number>> _batches = [];
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Outage _outage;
    private readonly BatchQueue<BatchRequest> _queue;
    private int _failures;

    public BatchQueueTests()
    {
        _outage = new Outage(token => _back.Task.WaitAsync(token), NullLogger.Instance);
        _queue = new(1000, new(Work, Classify, _outage));
    }

    [Fact]
    public async Task What_queues_up_meanwhile_is_the_next_batch()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var rest = Enumerable.Range(1, 99).Select(value => EnqueueAsync(value)).ToList();
        _open.SetResult();

        Assert.Equal(Enumerable.Range(0, 100).Select(value => value * 2), await Task.WhenAll([first, .. rest]));
        Assert.Equal([1, 99], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task The_next_batch_is_done_while_the_last_is_answered()
    {
        _open.SetResult();
        var (answer, next) = (new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var first = _queue.EnqueueAsync(new Number(1, key: 7) { AnswerAfter = answer.Task }, TestContext.Current.CancellationToken);
        var second = _queue.EnqueueAsync(new Number(2, key: 7) { Begun = next }, TestContext.Current.CancellationToken);

        await next.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.False(first.IsCompleted);
        answer.SetResult();
        Assert.Equal((2, 4), (await first, await second));
    }

    [Fact]
    public async Task Closing_it_answers_everybody_first()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var rest = Enumerable.Range(1, 999).Select(value => _queue.EnqueueAsync(new Number(value, null), CancellationToken.None)).ToList();
        _open.SetResult();

        await _queue.DisposeAsync();

        Assert.All(rest, answer => Assert.True(answer.IsCompletedSuccessfully));
        Assert.Equal(0, await first);
    }

    [Fact]
    public async Task Two_of_one_key_are_never_in_one_batch()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var rest = Enumerable.Range(1, 20).Select(value => EnqueueAsync(value, key: value % 5)).ToList();
        _open.SetResult();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal([1, 5, 5, 5, 5], _batches.Select(batch => batch.Count));
        Assert.Equal([1, 6, 11, 16], _batches.SelectMany(batch => batch).Where(number => number.Key == 1).Select(number => number.Value));
    }

    [Fact]
    public async Task A_batch_is_bounded_by_what_its_requests_count_for()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        int[] sizes = [200, 400, 5, 300];
        var rest = sizes.Select(size => _queue.EnqueueAsync(new Number(size, null) { Rows = size }, TestContext.Current.CancellationToken)).ToList();
        _open.SetResult();
        await Task.WhenAll([first, .. rest]);

        // Whoever finds no room is first in the next batch.
        Assert.Equal([[0], [200], [400, 5], [300]], _batches.Select(batch => batch.Select(number => number.Value).ToArray()));
    }

    [Fact]
    public async Task A_bad_row_fails_alone()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var rest = Enumerable.Range(1, 99).Select(value => EnqueueAsync(value == 50 ? -1 : value)).ToList();
        _open.SetResult();

        await Assert.ThrowsAsync<StorageRejectedException>(() => rest[49]);
        Assert.Equal(99, (await Task.WhenAll(rest.Except([rest[49]]).Append(first))).Length);
    }

    [Fact]
    public async Task A_deadlock_is_tried_again()
    {
        _failures = 3;
        _open.SetResult();

        Assert.Equal(14, await EnqueueAsync(7));
        Assert.Equal(4, _batches.Count);
    }

    [Fact]
    public async Task A_full_queue_says_so()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var waiting = Enumerable.Range(0, 1000).Select(value => EnqueueAsync(value)).ToList();

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => EnqueueAsync(1));

        Assert.Contains("overloaded", refusal.Message, StringComparison.Ordinal);
        _open.SetResult();
        await Task.WhenAll([first, .. waiting]);
    }

    [Fact]
    public async Task What_is_larger_than_the_queue_finds_room_when_nothing_else_waits()
    {
        var first = EnqueueAsync(0);
        await _begun.Task;
        var large = _queue.EnqueueAsync(new Number(1, null) { Rows = 2000 }, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => EnqueueAsync(2));

        _open.SetResult();
        await Task.WhenAll(first, large);
        Assert.Equal(6, await EnqueueAsync(3));
    }

    [Fact]
    public async Task Who_gives_up_before_being_taken_is_dropped()
    {
        using var source = new CancellationTokenSource();
        var first = EnqueueAsync(0);
        await _begun.Task;
        var dropped = _queue.EnqueueAsync(new Number(1, null), source.Token);
        var kept = EnqueueAsync(2);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dropped);
        _open.SetResult();
        await Task.WhenAll(first, kept);

        Assert.Equal([0, 2], _batches.SelectMany(batch => batch).Select(number => number.Value));
    }

    [Fact]
    public async Task While_the_database_is_away_callers_fail_at_once_until_it_is_back()
    {
        _open.SetResult();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => EnqueueAsync(-2));
        var batches = _batches.Count;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => EnqueueAsync(1));
        Assert.Equal(batches, _batches.Count);

        _back.SetResult();
        while (_outage.Current is not null)
        {
            await Task.Yield();
        }

        Assert.Equal(2, await EnqueueAsync(1));
    }

    public async ValueTask DisposeAsync()
    {
        _back.TrySetResult();
        await _queue.DisposeAsync();
        await _outage.DisposeAsync();
    }

    private Task<int> EnqueueAsync(int value, int? key = null) =>
        _queue.EnqueueAsync(new Number(value, key), TestContext.Current.CancellationToken);

    private void Work(IReadOnlyList<BatchRequest> requests)
    {
        List<Number> batch = [.. requests.Cast<Number>()];
        _batches.Add(batch);
        _begun.TrySetResult();
        _open.Task.GetAwaiter().GetResult();
        if (_failures-- > 0)
        {
            throw new TimeoutException("Deadlock.");
        }

        batch.ForEach(number => number.Begun?.TrySetResult());
        batch.ForEach(number => number.Result = number.Value switch
        {
            -1 => throw new FormatException("A bad row."),
            -2 => throw new IOException("Lost."),
            var value => value * 2,
        });
    }

    private static Fault Classify(Exception exception) => exception switch
    {
        TimeoutException => Fault.Retry,
        IOException => Fault.Lost,
        _ => Fault.Row,
    };

    private sealed class Number(int value, int? key) : BatchRequest<int>
    {
        public int Value { get; } = value;

        public int? Key { get; } = key;

        public int Rows { get; init; } = 1;

        public TaskCompletionSource? Begun { get; init; }

        public Task AnswerAfter { get; init; } = Task.CompletedTask;

        public override int Size => Rows;

        public override IReadOnlyList<object> Keys => Key is null ? [] : [Key];

        public override void Succeed()
        {
            AnswerAfter.GetAwaiter().GetResult();
            base.Succeed();
        }
    }
}
