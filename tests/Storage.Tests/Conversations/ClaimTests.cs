using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class ClaimTests(StoreFixture fixture)
{
    private static readonly NumberPark Park = new("hash of the token", Some.Error(190), Some.Now);

    private IConversationStore Store => fixture.Conversations;

    [Theory]
    [InlineData(MessageStatus.Accepted, true)]
    [InlineData(MessageStatus.Delivered, true)]
    [InlineData(MessageStatus.Failed, false)]
    public async Task A_second_attempt_is_refused_if_the_first_was_taken_after_all(MessageStatus status, bool refused)
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        await Store.CommitAsync(
            Some.Commit(id, 1) with { Changes = [new() { Id = message.Key.Id, Phase = MessagePhase.Queued, Attempt = 2 }] }, Cancellation);
        await Store.ApplyStatusAsync(Some.Status(id, message.Key.Id, status), Cancellation);

        var result = await Store.CommitAsync(Some.Commit(id, 2) with { Changes = [Some.Claim(message.Key.Id, 2)] }, Cancellation);

        if (refused)
        {
            var refusal = Assert.IsType<CommitResult.ClaimRefused>(result);
            Assert.Null(refusal.Parked);
            Assert.Equal(MessageRank.Of(1, status), refusal.Taken[message.Key.Id]);
            Assert.Equal(2, (await Store.LoadAsync(id, Cancellation))!.Version);
        }
        else
        {
            Assert.IsType<CommitResult.Committed>(result);
        }
    }

    [Fact]
    public async Task A_resend_by_policy_is_marked()
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);

        await Store.CommitAsync(
            Some.Commit(id, 1) with { Changes = [Some.Claim(message.Key.Id, 2) with { PossibleDuplicate = true }] }, Cancellation);

        Assert.True((await fixture.Store.ShowAsync(message.Key.Id)).PossibleDuplicate);
    }

    [Fact]
    public async Task A_parked_number_claims_nothing_until_another_token_lifts_it()
    {
        var id = Some.Conversation();
        var (waiting, inFlight) = (Some.Conversation(id.Number), Some.Conversation(id.Number));
        var queued = Some.Outbound();
        await Store.CommitAsync(Some.Commit(waiting, 0, queued) with { DueAt = Some.Now.AddDays(1) }, Cancellation);
        await Store.CommitAsync(Some.Commit(inFlight) with { DueAt = Some.Now.AddDays(1), IsLeased = true }, Cancellation);
        await Store.CommitAsync(Some.Commit(id) with { Park = Park }, Cancellation);

        var newClaim = await Store.CommitAsync(Some.Commit(id, 1, Some.Outbound(MessagePhase.Claimed)), Cancellation);
        var oldClaim = await Store.CommitAsync(Some.Commit(waiting, 1) with { Changes = [Some.Claim(queued.Key.Id)] }, Cancellation);
        var noClaim = await Store.CommitAsync(Some.Commit(id, 1, Some.Inbound(id), Some.Outbound()), Cancellation);

        Assert.Equal(Park, Assert.IsType<CommitResult.ClaimRefused>(newClaim).Parked);
        Assert.Equal(Park, Assert.IsType<CommitResult.ClaimRefused>(oldClaim).Parked);
        Assert.IsType<CommitResult.Committed>(noClaim);
        Assert.Equal(Park, await fixture.Store.Parks.FindAsync(id.Number, Cancellation));
        Assert.False(await fixture.Store.Parks.LiftUnlessAsync(id.Number, Park.TokenHash, Some.Now, Cancellation));
        Assert.True(await fixture.Store.Parks.LiftUnlessAsync(id.Number, "another", Some.Now, Cancellation));
        Assert.Null(await fixture.Store.Parks.FindAsync(id.Number, Cancellation));
        Assert.False(await fixture.Store.Parks.LiftUnlessAsync(id.Number, "another", Some.Now, Cancellation));
        var due = await Store.TakeDueAsync(Some.Now, TimeSpan.FromMinutes(1), 100, Cancellation);
        Assert.Contains(waiting, due);
        Assert.Contains(inFlight, due);
        Assert.IsType<CommitResult.Committed>(
            await Store.CommitAsync(Some.Commit(waiting, 1) with { Changes = [Some.Claim(queued.Key.Id)] }, Cancellation));
    }

    [Fact]
    public async Task After_a_park_is_answered_no_process_claims()
    {
        await using var other = await fixture.OpenAsync();
        for (var round = 0; round < 20; round++)
        {
            var number = Some.Number();
            var parking = Some.Conversation(number);
            using var parked = new CancellationTokenSource();
            var claimers = Enumerable.Range(0, 8).Select(_ => ClaimUntilRefusedAsync(other.Conversations, number, parked.Token)).ToList();
            await Task.WhenAny(claimers.Select(claimer => claimer.First));
            await Store.CommitAsync(Some.Commit(parking) with { Park = Park }, Cancellation);
            await parked.CancelAsync();

            Assert.All(await Task.WhenAll(claimers.Select(claimer => claimer.End)), Assert.True);
        }
    }

    // Whether every claim that began after the park was answered was refused.
    private static (Task First, Task<bool> End) ClaimUntilRefusedAsync(
        IConversationStore store, Accounts.PhoneNumberId number, CancellationToken parked)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (first.Task, Task.Run(async () =>
        {
            while (true)
            {
                var afterPark = parked.IsCancellationRequested;
                var result = await store.CommitAsync(Some.Commit(Some.Conversation(number), 0, Some.Outbound(MessagePhase.Claimed)), Cancellation);
                first.TrySetResult();
                if (result is CommitResult.ClaimRefused || afterPark)
                {
                    return result is CommitResult.ClaimRefused;
                }
            }
        }));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteClaimTests(SqliteFixture fixture) : ClaimTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlClaimTests(PostgreSqlFixture fixture) : ClaimTests(fixture), IClassFixture<PostgreSqlFixture>;
