using Mogambo.Storage.Events;
using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Templates;

/// <summary>What webhooks do to a template, whatever order they come in.</summary>
public sealed class TemplateWebhookTests
{
    private static readonly DateTimeOffset s_noon = Some.Noon;

    [Theory]
    [InlineData("APPROVED", TemplateStatus.Pending, TemplateStatus.Approved)]
    [InlineData("ARCHIVED", TemplateStatus.Approved, TemplateStatus.Archived)]
    [InlineData("DELETED", TemplateStatus.PendingDeletion, TemplateStatus.Deleted)]
    [InlineData("DISABLED", TemplateStatus.Approved, TemplateStatus.Disabled)]
    [InlineData("FLAGGED", TemplateStatus.Approved, TemplateStatus.Approved)]
    [InlineData("IN_APPEAL", TemplateStatus.Rejected, TemplateStatus.InAppeal)]
    [InlineData("LIMIT_EXCEEDED", TemplateStatus.Pending, TemplateStatus.LimitExceeded)]
    [InlineData("LOCKED", TemplateStatus.Approved, TemplateStatus.Approved)]
    [InlineData("PAUSED", TemplateStatus.Approved, TemplateStatus.Paused)]
    [InlineData("PENDING", TemplateStatus.Approved, TemplateStatus.Pending)]
    [InlineData("PENDING_DELETION", TemplateStatus.Approved, TemplateStatus.PendingDeletion)]
    [InlineData("REINSTATED", TemplateStatus.Disabled, TemplateStatus.Approved)]
    [InlineData("REINSTATED", TemplateStatus.Paused, TemplateStatus.Paused)]
    [InlineData("REJECTED", TemplateStatus.Pending, TemplateStatus.Rejected)]
    [InlineData("SOMETHING_NEW", TemplateStatus.Approved, TemplateStatus.Approved)]
    [InlineData("DRAFT", TemplateStatus.Approved, TemplateStatus.Approved)]
    public void Every_event_leads_to_its_status(string word, TemplateStatus before, TemplateStatus after) =>
        Assert.Equal(after, Apply(TemplateStates.Version(before), Status(word, 1)).Status);

    [Theory]
    [InlineData("PAUSED", "UNPAUSE", TemplateStatus.Approved)]
    [InlineData("APPROVED", "UNPAUSE", TemplateStatus.Approved)]
    [InlineData("PAUSED", "DISABLED", TemplateStatus.Disabled)]
    [InlineData("PAUSED", "SECOND_PAUSE", TemplateStatus.Paused)]
    public void The_title_of_a_pause_says_what_it_is(string word, string title, TemplateStatus after) =>
        Assert.Equal(after, Apply(TemplateStates.Version(TemplateStatus.Paused), Status(word, 1) with { Title = title }).Status);

    [Fact]
    public void A_flag_and_a_lock_are_told_and_end_with_the_reinstatement()
    {
        var flagged = Apply(TemplateStates.Version(TemplateStatus.Approved), Status("FLAGGED", 1));
        var reinstated = Apply(flagged, Status("REINSTATED", 2));

        Assert.True(flagged.IsFlagged);
        Assert.False(reinstated.IsFlagged);
        Assert.Equal("FLAGGED", flagged.History[^1].Reason);
    }

    [Fact]
    public void A_redelivered_pause_does_not_undo_an_approval()
    {
        var version = Apply(TemplateStates.Version(TemplateStatus.Approved), Status("PAUSED", 10), Status("APPROVED", 20), Status("PAUSED", 10));

        Assert.Equal(TemplateStatus.Approved, version.Status);
        Assert.Equal(3, version.History.Count);
    }

    [Fact]
    public void An_older_status_applies_though_a_newer_quality_came_before()
    {
        var version = Apply(
            TemplateStates.Version(TemplateStatus.Approved),
            new TemplateUpdate.QualityChanged("77", "en_US", s_noon.AddSeconds(20), "RED"),
            Status("PAUSED", 10));

        Assert.Equal((TemplateStatus.Paused, "RED"), (version.Status, version.Quality));
    }

    [Fact]
    public void In_whatever_order_updates_come_the_newest_of_each_kind_holds()
    {
        TemplateUpdate[] updates =
        [
            Status("PENDING", 1), Status("APPROVED", 2), Status("PAUSED", 3), Status("APPROVED", 4),
            new TemplateUpdate.QualityChanged("77", "en_US", s_noon.AddSeconds(5), "GREEN"),
            new TemplateUpdate.QualityChanged("77", "en_US", s_noon.AddSeconds(6), "YELLOW"),
            Category(TemplateCategory.Marketing, 7, isDone: true), Category(TemplateCategory.Utility, 8, isDone: true),
        ];
        for (var seed = 0; seed < 200; seed++)
        {
            var shuffled = updates.Concat(updates).ToArray();
            new Random(seed).Shuffle(shuffled);

            var version = Apply(TemplateStates.Version(TemplateStatus.Pending), shuffled);

            Assert.Equal((TemplateStatus.Approved, "YELLOW", TemplateCategory.Utility), (version.Status, version.Quality, version.Category));
        }
    }

    [Fact]
    public void A_repeat_changes_nothing()
    {
        var once = TemplateStates.Of(Apply(TemplateStates.Version(TemplateStatus.Approved), Status("PAUSED", 10)));

        Assert.Null(At(once).Apply([Status("PAUSED", 10)]).Next);
    }

    [Fact]
    public void WhatsApp_s_marketing_stops_a_utility_template_until_somebody_agrees()
    {
        var decision = At(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Apply([Category(TemplateCategory.Marketing, 1, isDone: true)]);
        var stopped = Assert.Single(decision.Next!.Versions);

        var agreed = Assert.Single(At(decision.Next).Edit("en_US", new() { Category = TemplateCategory.Marketing }).Next!.Versions);

        Assert.True(stopped.AwaitsAgreement);
        Assert.Equal((TemplateCategory.Marketing, TemplateCategory.Utility), (stopped.Category, stopped.RequestedCategory));
        Assert.Equal([EventType.TemplateCategory], decision.Next.Unpublished.SelectMany(publication => publication.Events).Select(told => told.Type));
        Assert.False(agreed.AwaitsAgreement);
        Assert.Null(agreed.Call);
    }

    [Fact]
    public void A_category_that_is_only_announced_is_told_and_stops_nothing()
    {
        var decision = At(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Apply([Category(TemplateCategory.Marketing, 1, isDone: false)]);

        var version = Assert.Single(decision.Next!.Versions);
        Assert.False(version.AwaitsAgreement);
        Assert.Equal((TemplateCategory.Utility, TemplateCategory.Marketing), (version.Category, version.AnnouncedCategory!.Value));
        Assert.Equal(EventType.TemplateCategory, Assert.Single(decision.Next.Unpublished.SelectMany(publication => publication.Events)).Type);
    }

    [Fact]
    public void New_texts_are_applied_and_the_whole_is_asked_for()
    {
        var decision = At(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved)))
            .Apply([new TemplateUpdate.ComponentsChanged("77", "en_US", s_noon, null, "Hi {{1}}, here it is at last.", null)]);

        Assert.True(decision.NeedsSync);
        Assert.Contains("here it is at last", System.Text.Encoding.UTF8.GetString(decision.Next!.Versions[0].Components), StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_that_is_not_known_is_asked_for()
    {
        var decision = At(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Apply([new TemplateUpdate.StatusChanged("88", "pt_BR", s_noon, "APPROVED")]);

        Assert.True(decision.NeedsSync);
        Assert.Null(decision.Next);
    }

    [Fact]
    public void History_is_bounded()
    {
        var version = TemplateStates.Version(TemplateStatus.Approved);
        for (var second = 1; second <= 60; second++)
        {
            version = Apply(version, Status(second % 2 == 0 ? "APPROVED" : "PAUSED", second));
        }

        Assert.Equal(TemplateVersion.MaxHistory, version.History.Count);
        Assert.Equal(TemplateStatus.Approved, version.History[^1].Status);
    }

    private static TemplateUpdate.StatusChanged Status(string word, int second) => new("77", "en_US", s_noon.AddSeconds(second), word);

    private static TemplateUpdate.CategoryChanged Category(TemplateCategory category, int second, bool isDone) =>
        new("77", "en_US", s_noon.AddSeconds(second), category, isDone);

    private static Template At(TemplateState state) => new(TemplateStates.Name, state with { Unpublished = [] }, s_noon.AddMinutes(5), hasInstance: true);

    private static TemplateVersion Apply(TemplateVersion version, params TemplateUpdate[] updates)
    {
        var state = TemplateStates.Of(version);
        return Assert.Single((At(state).Apply(updates).Next ?? state).Versions);
    }
}
