using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.Tests.Templates;

/// <summary>What stores or claims a message made from a template passes the template and the opt-in.</summary>
public abstract class TemplateGateTests(StoreFixture fixture)
{
    [Theory]
    [InlineData(MessagePhase.Claimed)]
    [InlineData(MessagePhase.Queued)]
    [InlineData(MessagePhase.Scheduled)]
    public async Task A_message_that_is_stored_is_checked(MessagePhase phase)
    {
        var (id, row) = await OptedInAsync();
        var missing = Some.Template();
        var paused = await PublishAsync(Some.Template(status: TemplateStatus.Paused));
        var disputed = await PublishAsync(Some.Template() with { AwaitsAgreement = true });
        var changed = new TemplateUse(row.Id, "body:2");

        var refusal = await RefusedAsync(id, phase, Some.Use(row), Some.Use(missing), Some.Use(paused), Some.Use(disputed), changed);

        Assert.Equal(4, refusal.Templates.Count);
        Assert.Null(refusal.Templates[Some.Use(missing)]);
        Assert.Equal(TemplateStatus.Paused, refusal.Templates[Some.Use(paused)]!.Status);
        Assert.True(refusal.Templates[Some.Use(disputed)]!.AwaitsAgreement);
        Assert.Equal(row.Shape, refusal.Templates[changed]!.Shape);
        Assert.Empty(refusal.NotOptedIn);
        Assert.Null(refusal.OptIn);
        Assert.Null(await fixture.Conversations.LoadAsync(id, Cancellation));
        Assert.IsType<CommitResult.Committed>(await CommitAsync(id, phase, Some.Use(row)));
    }

    [Fact]
    public async Task A_parked_message_is_checked_when_it_is_claimed()
    {
        var id = Some.Conversation();
        var use = Some.Use(Some.Template());
        var message = Some.Outbound(MessagePhase.Parked) with { Template = use };
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message), Cancellation));

        var claim = Some.Claim(message.Key.Id) with { Template = use };
        var refusal = Assert.IsType<CommitResult.ClaimRefused>(
            await fixture.Conversations.CommitAsync(Some.Commit(id, 1) with { Changes = [claim] }, Cancellation));

        Assert.Null(Assert.Single(refusal.Templates).Value);
        Assert.Equal([use], refusal.NotOptedIn);
        Assert.Equal("parked", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
        await fixture.Conversations.CommitAsync(
            Some.Commit(id, 1) with { Changes = [claim with { Phase = MessagePhase.Canceled }] }, Cancellation);
        Assert.Equal("canceled", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
    }

    [Fact]
    public async Task A_template_needs_an_opt_in_for_the_number_and_marketing_one_that_was_not_stopped()
    {
        var id = Some.Conversation();
        var utility = Some.Use(await PublishAsync(Some.Template()));
        var marketing = await PublishAsync(Some.Template(category: TemplateCategory.Marketing));
        Assert.Equal([utility], (await RefusedAsync(id, MessagePhase.Queued, utility)).NotOptedIn);

        await RecordAsync(id, OptInAction.OptedIn, 0, Some.Number());
        Assert.Equal([utility], (await RefusedAsync(id, MessagePhase.Queued, utility)).NotOptedIn);

        await RecordAsync(id, OptInAction.OptedIn, 1, id.Number);
        await RecordAsync(id, OptInAction.MarketingStopped, 2);
        var stopped = await RefusedAsync(id, MessagePhase.Claimed, utility, Some.Use(marketing));
        Assert.Equal([Some.Use(marketing)], stopped.NotOptedIn);
        Assert.True(stopped.OptIn!.HasStoppedMarketing(id.Number));
        Assert.IsType<CommitResult.Committed>(await CommitAsync(id, MessagePhase.Claimed, utility));

        // The category that counts is the row's, now.
        await fixture.Store.Templates.PublishAsync(marketing with { Category = TemplateCategory.Utility, Revision = 2 }, [], Cancellation);
        Assert.IsType<CommitResult.Committed>(await CommitAsync(id, MessagePhase.Claimed, Some.Use(marketing)));

        await RecordAsync(id, OptInAction.OptedOut, 3);
        var optedOut = await RefusedAsync(id, MessagePhase.Claimed, utility);
        Assert.Equal(Some.Now.AddMinutes(3), optedOut.OptIn!.For(id.Number)!.At);
    }

    [Fact]
    public async Task A_commits_own_entries_hold_for_its_own_claims()
    {
        var (id, row) = await OptedInAsync();
        var message = Some.Outbound(MessagePhase.Claimed) with { Template = Some.Use(row) };
        var stop = Some.OptIn(id, OptInAction.OptedOut, Some.Now.AddMinutes(1));

        var refusal = Assert.IsType<CommitResult.ClaimRefused>(
            await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message) with { OptIns = [stop] }, Cancellation));
        Assert.Equal([Some.Use(row)], refusal.NotOptedIn);
        Assert.Equal(OptInAction.OptedIn, (await fixture.Store.OptIns.FindAsync(Some.Account, id.User, Cancellation)).For(id.Number)!.Action);

        var start = Some.OptIn(id, OptInAction.OptedIn, Some.Now.AddMinutes(2));
        Assert.IsType<CommitResult.Committed>(
            await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message) with { OptIns = [stop, start] }, Cancellation));
    }

    [Fact]
    public async Task All_that_stands_in_the_way_is_told()
    {
        var id = Some.Conversation();
        var park = new NumberPark("hash", Some.Error(190), Some.Now);
        await fixture.Conversations.CommitAsync(Some.Commit(Some.Conversation(id.Number)) with { Park = park }, Cancellation);
        var use = Some.Use(Some.Template());

        var refusal = await RefusedAsync(id, MessagePhase.Claimed, use);

        Assert.Equal(park, refusal.Parked);
        Assert.Null(refusal.Templates[use]);
        Assert.Equal([use], refusal.NotOptedIn);
    }

    private async Task<(ConversationId Id, TemplateRow Row)> OptedInAsync()
    {
        var id = Some.Conversation();
        await RecordAsync(id, OptInAction.OptedIn, 0);
        return (id, await PublishAsync(Some.Template()));
    }

    private async Task<TemplateRow> PublishAsync(TemplateRow row)
    {
        await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        return row;
    }

    private async Task RecordAsync(ConversationId id, OptInAction action, int minute, Mogambo.Accounts.PhoneNumberId? number = null) =>
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(id, action, Some.Now.AddMinutes(minute)) with { Number = number }], Cancellation);

    private async Task<CommitResult> CommitAsync(ConversationId id, MessagePhase phase, params TemplateUse[] uses)
    {
        var version = (await fixture.Conversations.LoadAsync(id, Cancellation))?.Version ?? 0;
        return await fixture.Conversations.CommitAsync(
            Some.Commit(id, version, [.. uses.Select(use => Some.Outbound(phase) with { Template = use })]), Cancellation);
    }

    private async Task<CommitResult.ClaimRefused> RefusedAsync(ConversationId id, MessagePhase phase, params TemplateUse[] uses) =>
        Assert.IsType<CommitResult.ClaimRefused>(await CommitAsync(id, phase, uses));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteTemplateGateTests(SqliteFixture fixture) : TemplateGateTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlTemplateGateTests(PostgreSqlFixture fixture) : TemplateGateTests(fixture), IClassFixture<PostgreSqlFixture>;
