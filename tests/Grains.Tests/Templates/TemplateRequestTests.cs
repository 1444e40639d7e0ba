using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Templates;

/// <summary>What a business may do with a template, and when not.</summary>
public sealed class TemplateRequestTests
{
    private static readonly TemplateEdit s_edit = new() { Components = TemplateStates.OtherComponents };

    [Fact]
    public void A_template_that_breaks_rules_is_not_stored()
    {
        var decision = Template(new()).Create(TemplateStates.Draft() with { Components = """[{"type":"BODY","text":"{{1}}"}]"""u8.ToArray() });

        Assert.Null(decision.Next);
        Assert.Contains(Assert.IsType<TemplateReply.Invalid>(decision.Refusal).Flaws, flaw => flaw.Component == "body");
    }

    [Fact]
    public void A_language_is_written_once_and_again_only_after_it_was_deleted_for_30_days()
    {
        var deleted = TemplateStates.Version(TemplateStatus.Approved).With(TemplateStatus.Deleted, null, Some.Noon) with { ChangedAt = Some.Noon };

        Assert.Equal(TemplateRefusal.Exists, Refusal(Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft))).Create(TemplateStates.Draft())).Refusal);
        Assert.Equal(Some.Noon.AddDays(30), Refusal(Template(TemplateStates.Of(deleted)).Create(TemplateStates.Draft())).Until);
        Assert.NotNull(Template(TemplateStates.Of(deleted), Some.Noon.AddDays(30)).Create(TemplateStates.Draft()).Next);
    }

    [Theory]
    [InlineData(TemplateStatus.Approved, true)]
    [InlineData(TemplateStatus.Rejected, true)]
    [InlineData(TemplateStatus.Paused, true)]
    [InlineData(TemplateStatus.Pending, false)]
    [InlineData(TemplateStatus.Disabled, false)]
    [InlineData(TemplateStatus.InAppeal, false)]
    [InlineData(TemplateStatus.Archived, false)]
    [InlineData(TemplateStatus.PendingDeletion, false)]
    [InlineData(TemplateStatus.LimitExceeded, false)]
    public void Only_approved_rejected_and_paused_templates_are_edited_at_WhatsApp(TemplateStatus status, bool isEditable)
    {
        var decision = Template(TemplateStates.Of(TemplateStates.Version(status))).Edit("en_US", s_edit);

        Assert.Equal(isEditable, decision.Next is not null);
        Assert.Equal(isEditable ? (TemplateCallKind?)TemplateCallKind.Edit : null, decision.Next?.Versions[0].Call?.Kind);
        Assert.Equal(isEditable ? TemplateStatus.Pending : status, (decision.Next?.Versions[0] ?? TemplateStates.Version(status)).Status);
    }

    [Fact]
    public void An_approved_template_is_edited_once_a_day_and_ten_times_a_month()
    {
        var today = TemplateStates.Version(TemplateStatus.Approved) with { Edits = [Some.Noon.AddHours(-23)] };
        var often = TemplateStates.Version(TemplateStatus.Approved) with { Edits = [.. Enumerable.Range(0, 10).Select(n => Some.Noon.AddDays(-29 + (2 * n)))] };

        Assert.Equal(Some.Noon.AddHours(1), Refusal(Template(TemplateStates.Of(today)).Edit("en_US", s_edit)).Until);
        Assert.Equal(Some.Noon.AddDays(1), Refusal(Template(TemplateStates.Of(often)).Edit("en_US", s_edit)).Until);
        Assert.NotNull(Template(TemplateStates.Of(often), Some.Noon.AddDays(1)).Edit("en_US", s_edit).Next);
    }

    [Fact]
    public void The_category_of_an_approved_template_is_not_changed()
    {
        var decision = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Edit("en_US", s_edit with { Category = TemplateCategory.Marketing });

        Assert.Equal(TemplateRefusal.NotEditable, Refusal(decision).Refusal);
    }

    [Fact]
    public void A_draft_is_edited_freely()
    {
        var decision = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft))).Edit("en_US", s_edit with { Category = TemplateCategory.Marketing });

        var draft = Assert.Single(decision.Next!.Versions);
        Assert.Equal((TemplateStatus.Draft, TemplateCategory.Marketing, false), (draft.Status, draft.Category, draft.AwaitsAgreement));
        Assert.Empty(decision.Calls);
    }

    [Fact]
    public void An_edit_that_WhatsApp_refuses_leaves_the_template_as_it_was()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Edit("en_US", s_edit).Next!;

        var back = Template(asked).RecordOutcome("en_US", asked.Versions[0].Call!.Id, new TemplateCallOutcome.Refused(100, "no", IsPassing: false)).Next!.Versions[0];

        Assert.Equal((TemplateStatus.Approved, "no"), (back.Status, back.Reason));
        Assert.Same(TemplateStates.Components, back.Components);
        Assert.Empty(back.Edits);
    }

    [Fact]
    public void An_edit_that_WhatsApp_takes_counts()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Edit("en_US", s_edit).Next!;

        var edited = Template(asked).RecordOutcome("en_US", asked.Versions[0].Call!.Id, new TemplateCallOutcome.Accepted(null, null, null)).Next!.Versions[0];

        Assert.Equal([Some.Noon], edited.Edits);
        Assert.Equal(TemplateStatus.Pending, edited.Status);
        Assert.Null(edited.Call);
    }

    [Fact]
    public void A_webhook_that_is_faster_than_the_answer_is_right()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft))).Submit("en_US").Next!;
        var call = asked.Versions[0].Call!.Id;
        var rejected = Template(asked).Apply([new TemplateUpdate.StatusChanged("99", "en_US", Some.Noon, "REJECTED") { Reason = "SCAM" }]).Next!;

        var after = Template(rejected).RecordOutcome("en_US", call, new TemplateCallOutcome.Accepted("99", TemplateStatus.Pending, null)).Next ?? rejected;

        Assert.Equal((TemplateStatus.Rejected, "SCAM", "99"), (after.Versions[0].Status, after.Versions[0].Reason, after.Versions[0].InstanceId));
    }

    [Fact]
    public void Without_a_Cloud_number_nothing_is_submitted_and_a_person_says_the_status()
    {
        var state = TemplateStates.Of(TemplateStates.Version(TemplateStatus.Draft));

        var refused = Refusal(Template(state, hasInstance: false).Submit("en_US"));
        var approved = Template(state, hasInstance: false).SetStatus("en_US", TemplateStatus.Approved, "seen").Next!.Versions[0];

        Assert.Equal(TemplateRefusal.NoInstance, refused.Refusal);
        Assert.Equal((TemplateStatus.Approved, "seen"), (approved.Status, approved.Reason));
    }

    [Fact]
    public void The_status_that_WhatsApp_reports_is_not_set_but_a_paused_one_is_resumed()
    {
        var resumed = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Paused))).SetStatus("en_US", TemplateStatus.Approved, null).Next!.Versions[0];

        Assert.Equal(
            TemplateRefusal.StatusIsReported,
            Refusal(Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Rejected))).SetStatus("en_US", TemplateStatus.Approved, null)).Refusal);
        Assert.Equal((TemplateStatus.Paused, TemplateCallKind.Unpause), (resumed.Status, resumed.Call!.Kind));
    }

    [Fact]
    public void A_submitted_template_is_deleted_by_way_of_WhatsApp()
    {
        var asked = Template(TemplateStates.Of(TemplateStates.Version(TemplateStatus.Approved))).Delete(null).Next!;
        var deleted = Template(asked).RecordOutcome("en_US", asked.Versions[0].Call!.Id, new TemplateCallOutcome.Accepted(null, null, null)).Next!;

        Assert.Equal((TemplateStatus.PendingDeletion, TemplateCallKind.Delete), (asked.Versions[0].Status, asked.Versions[0].Call!.Kind));
        Assert.Equal(TemplateStatus.Deleted, deleted.Versions[0].Status);
    }

    private static TemplateReply.Refused Refusal(TemplateDecision decision) => Assert.IsType<TemplateReply.Refused>(decision.Refusal);

    private static Template Template(TemplateState state, DateTimeOffset? now = null, bool hasInstance = true) =>
        new(TemplateStates.Name, state, now ?? Some.Noon, hasInstance);
}
