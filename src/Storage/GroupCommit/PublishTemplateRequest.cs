using Mogambo.Storage.Events;
using Mogambo.Storage.Templates;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A template's row to put in place of an older revision.</summary>
internal sealed class PublishTemplateRequest(TemplateRow row, IReadOnlyList<NewEvent> events) : BatchRequest<bool>
{
    public TemplateRow Row { get; } = row;

    public IReadOnlyList<NewEvent> Events { get; } = events;

    public TemplateKey Template { get; } = new(row.Account, row.Id);

    /// <summary>Two revisions of a template must see each other.</summary>
    public override IReadOnlyList<object> Keys => [Template];
}
