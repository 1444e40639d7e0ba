using System.Collections.Immutable;
using Mogambo.Storage.Events;

namespace Mogambo.Templates;

/// <summary>What a change of one language does to the state: its place, the next revision, and what the row and its readers are told.</summary>
internal sealed partial class Template
{
    private TemplateState Put(TemplateVersion? before, TemplateVersion after) => Put(state, before, after);

    private TemplateState Put(TemplateState state, TemplateVersion? before, TemplateVersion after)
    {
        if (after == before)
        {
            return state;
        }

        after = after with { ChangedAt = now };
        var revision = state.Revision + 1;
        return state with
        {
            Versions = before is null ? state.Versions.Add(after) : state.Versions.Replace(before, after),
            Revision = revision,
            Unpublished = Published(state, new(after.Language, revision, IsRemoval: false, Events(before, after))),
        };
    }

    private static TemplateState Remove(TemplateState state, TemplateVersion version)
    {
        var revision = state.Revision + 1;
        return state with
        {
            Versions = state.Versions.Remove(version),
            Revision = revision,
            Unpublished = Published(state, new(version.Language, revision, IsRemoval: true, [])),
        };
    }

    /// <summary>Of one language only the newest row is published, with the events of all.</summary>
    private static ImmutableList<Publication> Published(TemplateState state, Publication publication)
    {
        var earlier = state.Unpublished.Find(other => other.Language == publication.Language);
        return earlier is null
            ? state.Unpublished.Add(publication)
            : state.Unpublished.Replace(earlier, publication with { Events = earlier.Events.AddRange(publication.Events) });
    }

    private ImmutableList<TemplateEvent> Events(TemplateVersion? before, TemplateVersion after)
    {
        var events = ImmutableList.CreateBuilder<TemplateEvent>();
        if (before?.Status != after.Status || before.IsFlagged != after.IsFlagged || before.IsLocked != after.IsLocked || before.Quality != after.Quality)
        {
            events.Add(new(EventType.TemplateStatus, TemplateDocument.Event(name, before, after), now));
        }

        if (before is not null && (before.Category != after.Category || before.AwaitsAgreement != after.AwaitsAgreement || before.AnnouncedCategory != after.AnnouncedCategory))
        {
            events.Add(new(EventType.TemplateCategory, TemplateDocument.Event(name, before, after), now));
        }

        return events.ToImmutable();
    }
}
