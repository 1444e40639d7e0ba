using Mogambo.Storage.Conversations;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.Tests.Templates;

public abstract class TemplateTests(StoreFixture fixture)
{
    private ITemplates Templates => fixture.Store.Templates;

    [Fact]
    public async Task Only_an_older_revision_is_replaced()
    {
        var row = Some.Template(revision: 5) with { AwaitsAgreement = true, Reason = "re\0ason", Category = TemplateCategory.Marketing };

        Assert.True(await Templates.PublishAsync(row, [], Cancellation));
        Assert.False(await Templates.PublishAsync(row with { Status = TemplateStatus.Paused }, [], Cancellation));
        Assert.False(await Templates.PublishAsync(row with { Status = TemplateStatus.Paused, Revision = 4 }, [], Cancellation));

        var found = await Templates.FindAsync(Some.Account, row.Id, Cancellation);
        Assert.Equal(row with { Reason = "re\uFFFDason", Document = found!.Document }, found);
        Assert.Equal(row.Document, found.Document);
        Assert.True(await Templates.PublishAsync(row with { Status = TemplateStatus.Paused, Revision = 6 }, [], Cancellation));
        Assert.Equal(TemplateStatus.Paused, (await Templates.FindAsync(Some.Account, row.Id, Cancellation))!.Status);
        Assert.Null(await Templates.FindAsync(Some.NewAccount(), row.Id, Cancellation));
    }

    [Fact]
    public async Task A_newer_revision_is_not_removed()
    {
        var row = Some.Template(revision: 5);
        await Templates.PublishAsync(row, [], Cancellation);

        await Templates.RemoveAsync(Some.Account, row.Id, 4, Cancellation);
        Assert.NotNull(await Templates.FindAsync(Some.Account, row.Id, Cancellation));

        await Templates.RemoveAsync(Some.Account, row.Id, 5, Cancellation);
        Assert.Null(await Templates.FindAsync(Some.Account, row.Id, Cancellation));
        await Templates.RemoveAsync(Some.Account, row.Id, 5, Cancellation);
        Assert.True(await Templates.PublishAsync(row, [], Cancellation));
    }

    [Fact]
    public async Task They_are_listed_by_name_then_language()
    {
        var account = Some.NewAccount();
        TemplateId[] ids = [new("a", "en"), new("a", "pt_BR"), new("b", "de"), new("c", "en"), new("c", "fr")];
        foreach (var id in ids.Reverse())
        {
            var status = id.Name == "c" ? TemplateStatus.Paused : TemplateStatus.Approved;
            await Templates.PublishAsync(Some.Template(account, status) with { Id = id }, [], Cancellation);
        }

        Assert.Equal(ids, await ListAsync(account, null));
        Assert.Equal(ids[..3], await ListAsync(account, TemplateStatus.Approved));
        Assert.Equal(ids[..2], (await Templates.FindAsync(account, "a", Cancellation)).Select(row => row.Id));
        Assert.Empty(await Templates.FindAsync(account, "x", Cancellation));
        Assert.Empty(await ListAsync(Some.NewAccount(), null));
    }

    [Theory]
    [InlineData(TemplateStatus.Paused, false, true)]
    [InlineData(TemplateStatus.Approved, true, true)]
    [InlineData(TemplateStatus.Approved, false, false)]
    public async Task What_waits_is_due_when_a_template_may_be_sent_again(TemplateStatus before, bool awaitsAgreement, bool wakes)
    {
        var account = Some.NewAccount();
        var row = Some.Template(account, before) with { AwaitsAgreement = awaitsAgreement };
        await Templates.PublishAsync(row, [], Cancellation);
        var (waiting, inFlight, idle, stranger) = (Some.Conversation(), Some.Conversation(), Some.Conversation(), Some.Conversation());
        var due = fixture.Store.Clock.GetUtcNow().AddDays(1);
        await fixture.Conversations.CommitAsync(Some.Commit(waiting) with { Account = account, DueAt = due }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(inFlight) with { Account = account, DueAt = due, IsLeased = true }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(idle) with { Account = account }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(stranger) with { DueAt = due }, Cancellation);

        await Templates.PublishAsync(row with { Status = TemplateStatus.Approved, AwaitsAgreement = false, Revision = 2 }, [], Cancellation);

        var taken = await fixture.Conversations.TakeDueAsync(due.AddHours(-1), TimeSpan.FromDays(2), 1000, Cancellation);
        Assert.Equal(wakes, taken.Contains(waiting));
        // Its template may have been refused a moment before, and nobody has heard of it yet.
        Assert.Equal(wakes, taken.Contains(inFlight));
        Assert.DoesNotContain(idle, taken);
        Assert.DoesNotContain(stranger, taken);
    }

    [Fact]
    public async Task A_commit_that_knows_nothing_of_an_approval_does_not_silence_its_alarm()
    {
        var account = Some.NewAccount();
        var row = Some.Template(account, TemplateStatus.Paused);
        await Templates.PublishAsync(row, [], Cancellation);
        var waiting = Some.Conversation();
        var due = fixture.Store.Clock.GetUtcNow().AddDays(1);
        var commit = Some.Commit(waiting) with { Account = account, DueAt = due };
        await fixture.Conversations.CommitAsync(commit, Cancellation);

        await Templates.PublishAsync(row with { Status = TemplateStatus.Approved, Revision = 2 }, [], Cancellation);
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(commit with { ExpectedVersion = 1 }, Cancellation));

        Assert.Contains(waiting, await fixture.Conversations.TakeDueAsync(due.AddHours(-1), TimeSpan.FromHours(2), 1000, Cancellation));
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(commit with { ExpectedVersion = 2, DueAt = due.AddDays(1) }, Cancellation));
        Assert.DoesNotContain(waiting, await fixture.Conversations.TakeDueAsync(due.AddHours(3), TimeSpan.FromDays(2), 1000, Cancellation));
    }

    private async Task<List<TemplateId>> ListAsync(Mogambo.Accounts.AccountId account, TemplateStatus? status)
    {
        var ids = new List<TemplateId>();
        PageCursor? after = null;
        do
        {
            var page = await Templates.ListAsync(account, status, 2, after, Cancellation);
            ids.AddRange(page.Items.Select(row => row.Id));
            after = page.Next is { } next ? PageCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);
        return ids;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteTemplateTests(SqliteFixture fixture) : TemplateTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlTemplateTests(PostgreSqlFixture fixture) : TemplateTests(fixture), IClassFixture<PostgreSqlFixture>;
