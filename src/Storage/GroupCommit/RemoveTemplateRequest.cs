using Mogambo.Storage.Templates;

namespace Mogambo.Storage.GroupCommit;

/// <summary>A template's row to take away, unless it has a newer revision.</summary>
internal sealed class RemoveTemplateRequest(TemplateKey template, long revision) : BatchRequest<bool>
{
    public TemplateKey Template { get; } = template;

    public long Revision { get; } = revision;

    public override IReadOnlyList<object> Keys => [Template];
}
