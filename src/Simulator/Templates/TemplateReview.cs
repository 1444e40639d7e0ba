using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Templates;

/// <summary>
/// What WhatsApp decides about templates, by itself after a while or because it is told to; every change is told by
/// webhook (fact sheet 6.1, 12.5 to 12.7). A decision about a version that was replaced meanwhile is lost.
/// </summary>
internal sealed class TemplateReview(
    TemplateBook templates, FieldReporter reporter, WebhookSender sender, Counters counters, SimulatorOptions options, TimeProvider time)
{
    private const string Approved = "APPROVED";

    /// <summary>How long a template stays paused, the first and the second time; the third pause disables it.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromHours(3), TimeSpan.FromHours(6)];

    /// <summary>How long ahead another category is announced.</summary>
    private static readonly TimeSpan CategoryNotice = TimeSpan.FromHours(24);

    /// <summary>Puts a new template into review.</summary>
    public async Task SubmitAsync(Template template)
    {
        var pending = Pending(template);
        await templates.AddAsync(pending);
        Schedule(pending);
    }

    /// <summary>Puts an edited template into review, and tells its new text. False: it changed meanwhile.</summary>
    public bool Resubmit(Template known, Template edited)
    {
        var pending = Pending(edited);
        if (!templates.Replace(known, pending))
        {
            return false;
        }

        Tell(pending, "message_template_components_update", TemplateNotice.Components(pending));
        Schedule(pending);
        return true;
    }

    public bool Approve(Template template) => Change(
        template, template with { Status = Approved, RejectedReason = null, DueAt = null }, next => TemplateNotice.Status(next, Approved, "NONE"));

    /// <param name="template">The version that is rejected.</param>
    /// <param name="reason">One of <see cref="TemplateNotice.Reasons"/>.</param>
    public bool Reject(Template template, string reason) => Change(
        template, template with { Status = "REJECTED", RejectedReason = reason, DueAt = null }, next => TemplateNotice.Status(next, "REJECTED", reason));

    /// <summary>Pauses for three hours, then for six; the third time disables.</summary>
    public bool Pause(Template template) => template.Pauses >= Pauses.Length
        ? Disable(template)
        : Change(
            template,
            template with { Status = "PAUSED", Pauses = template.Pauses + 1, DueAt = After(Pauses[template.Pauses]) },
            next => TemplateNotice.Status(next, "PAUSED", "NONE", (
                next.Pauses == 1 ? "FIRST_PAUSE" : "SECOND_PAUSE",
                $"Your message template has been paused for {(next.Pauses == 1 ? 3 : 6)} hours because it had issues.")));

    public bool Unpause(Template template) => Change(
        template, template with { Status = Approved, DueAt = null },
        next => TemplateNotice.Status(next, Approved, "NONE", ("UNPAUSE", "Your message template has been unpaused.")));

    public bool Disable(Template template) => Change(
        template, template with { Status = "DISABLED", DueAt = null },
        next => TemplateNotice.Status(next, "DISABLED", "NONE", disabledAt: time.GetUtcNow().ToUnixTimeSeconds()));

    /// <summary>Says that the category will change in 24 hours; an earlier <see cref="Recategorise"/> wins.</summary>
    public bool AnnounceCategory(Template template, string category) => Change(
        template, template with { CorrectCategory = category, DueAt = template.DueAt ?? After(CategoryNotice) },
        next => TemplateNotice.CategoryAnnounced(next, time.GetUtcNow() + CategoryNotice), "template_category_update");

    public bool Recategorise(Template template, string category) => Change(
        template,
        template with
        {
            Category = category,
            PreviousCategory = template.Category,
            CorrectCategory = null,
            DueAt = template.CorrectCategory is null ? template.DueAt : null,
        },
        TemplateNotice.CategoryDone, "template_category_update");

    /// <summary>Red does not pause by itself, so that a test decides on both.</summary>
    public bool Rate(Template template, string quality) => Change(
        template, template with { Quality = quality },
        next => TemplateNotice.Quality(next, template.Quality), "message_template_quality_update");

    /// <summary>Goes on with what was waiting when the simulator stopped. Call once, after the ledger was read.</summary>
    public void Resume()
    {
        foreach (var template in templates.All)
        {
            Schedule(template);
        }
    }

    private Template Pending(Template template) => template with
    {
        Status = "PENDING",
        RejectedReason = null,
        DueAt = options.TemplateReview >= TimeSpan.Zero ? After(options.TemplateReview) : null,
    };

    private bool Change(Template known, Template next, Func<Template, string> notice, string field = "message_template_status_update")
    {
        if (!templates.Replace(known, next))
        {
            return false;
        }

        Tell(next, field, notice(next));
        Schedule(next);
        return true;
    }

    private void Tell(Template template, string field, string value)
    {
        Interlocked.Increment(ref counters.TemplateUpdates);
        reporter.Report(new(template.Account, FieldUpdate.NewId(template.Id), field, value));
    }

    private long After(TimeSpan wait) => (time.GetUtcNow() + wait).ToUnixTimeMilliseconds();

    private void Schedule(Template template)
    {
        if (template.DueAt is { } due)
        {
            _ = ActWhenDueAsync(template, DateTimeOffset.FromUnixTimeMilliseconds(due) - time.GetUtcNow());
        }
    }

    private async Task ActWhenDueAsync(Template template, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, sender.Stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _ = template switch
        {
            { Status: "PENDING" } => Approve(template),
            { Status: "PAUSED" } => Unpause(template),
            { CorrectCategory: { } category } => Recategorise(template, category),
            _ => false,
        };
    }
}
