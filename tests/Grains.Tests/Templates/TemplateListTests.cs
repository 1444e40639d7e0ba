using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Templates;

/// <summary>What WhatsApp's list does to a template.</summary>
public sealed class TemplateListTests
{
    private static readonly DateTimeOffset s_later = Some.Noon.AddMinutes(10);

    [Fact]
    public void What_is_not_known_is_imported()
    {
        var decision = Reconcile(new(), Listed(TemplateStatus.Paused));

        var version = Assert.Single(decision.Next!.Versions);
        Assert.Equal(new(1, 0, 0), decision.Counts);
        Assert.Equal((TemplateStatus.Paused, "77", TemplateCategory.Utility), (version.Status, version.InstanceId, version.RequestedCategory));
    }

    [Fact]
    public void A_list_that_is_no_news_changes_nothing()
    {
        var once = Reconcile(new(), Listed(TemplateStatus.Approved)).Next!;

        var again = Reconcile(once, Listed(TemplateStatus.Approved));

        Assert.Null(again.Next);
        Assert.Equal(default, again.Counts);
    }

    [Fact]
    public void Status_category_and_components_follow()
    {
        var decision = Reconcile(
            TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved)),
            Listed(TemplateStatus.Rejected, TemplateCategory.Marketing) with { Components = TemplateStates.OtherComponents, Reason = "SCAM", Quality = "RED" });

        var version = Assert.Single(decision.Next!.Versions);
        Assert.Equal(new(0, 1, 0), decision.Counts);
        Assert.Equal((TemplateStatus.Rejected, "SCAM", "RED", TemplateCategory.Marketing), (version.Status, version.Reason, version.Quality, version.Category));
        Assert.Same(TemplateStates.OtherComponents, version.Components);
        Assert.True(version.AwaitsAgreement);
    }

    [Fact]
    public void The_order_of_members_is_no_change()
    {
        var listed = Listed(TemplateStatus.Approved) with
        {
            Components = """[{"example":{"body_text":[["Ana"]]},"text":"Hello {{1}}, your order is on its way to you now.", "type":"BODY"}]"""u8.ToArray(),
        };

        Assert.Null(Reconcile(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved)), listed).Next);
    }

    [Fact]
    public void What_is_missing_is_deleted_and_drafts_stay()
    {
        var decision = Reconcile(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved), TemplateStates.Version(TemplateStatus.Draft, "de")));

        Assert.Equal(new(0, 0, 1), decision.Counts);
        Assert.Equal([TemplateStatus.Deleted, TemplateStatus.Draft], decision.Next!.Versions.Select(version => version.Status));
    }

    [Fact]
    public void A_list_that_is_older_than_the_template_says_nothing_about_it()
    {
        var version = TemplateStates.Version(TemplateStatus.Approved) with { KnownAt = s_later.AddSeconds(1) };

        Assert.Null(Reconcile(TemplateStates.Of(version)).Next);
    }

    [Fact]
    public void A_list_that_is_older_than_a_webhook_does_not_undo_it()
    {
        var paused = TemplateStates.Version(TemplateStatus.Paused) with { StatusAt = s_later.AddSeconds(1) };

        Assert.Equal(TemplateStatus.Paused, (Reconcile(TemplateStates.Of(paused), Listed(TemplateStatus.Approved)).Next ?? TemplateStates.Of(paused)).Versions[0].Status);
    }

    [Fact]
    public void A_pause_right_after_a_list_applies_though_the_clocks_differ()
    {
        var approved = Reconcile(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Pending)), Listed(TemplateStatus.Approved)).Next!;

        var paused = Template(approved, s_later).Apply([new TemplateUpdate.StatusChanged("77", "en_US", s_later.AddSeconds(-5), "PAUSED")]).Next!;

        Assert.Equal(TemplateStatus.Paused, paused.Versions[0].Status);
    }

    [Fact]
    public void A_submission_that_said_nothing_and_is_not_there_is_a_draft_again_only_after_its_lease()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft)), Some.Noon).Submit("en_US").Next!;

        var early = Template(asked, Some.Noon.AddMinutes(1)).Reconcile(new(Some.Noon.AddMinutes(1), []));
        var late = Template(asked, s_later).Reconcile(new(s_later, []));

        Assert.Null(early.Next);
        Assert.Equal(TemplateStatus.Draft, late.Next!.Versions[0].Status);
        Assert.Null(late.Next.Versions[0].Call);
    }

    [Fact]
    public void A_submission_that_said_nothing_and_is_there_is_taken_up()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft)), Some.Noon).Submit("en_US").Next!;

        var found = Reconcile(asked, Listed(TemplateStatus.Approved)).Next!.Versions[0];

        Assert.Equal((TemplateStatus.Approved, "77", null), (found.Status, found.InstanceId, found.Call));
    }

    [Fact]
    public void A_list_during_an_edit_shows_what_was_before()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved)), s_later)
            .Edit("en_US", new() { Components = TemplateStates.OtherComponents }).Next!;

        Assert.Null(Reconcile(asked, Listed(TemplateStatus.Approved)).Next);
    }

    private static InstanceTemplate Listed(TemplateStatus status, TemplateCategory category = TemplateCategory.Utility) =>
        TemplateStates.Listed(TemplateStates.Name, "77", status, category);

    private static TemplateDecision Reconcile(TemplateState state, params InstanceTemplate[] listed) =>
        Template(state, s_later).Reconcile(new(s_later, listed));

    private static Template Template(TemplateState state, DateTimeOffset now) => new(TemplateStates.Name, state with { Unpublished = [] }, now, hasInstance: true);
}
