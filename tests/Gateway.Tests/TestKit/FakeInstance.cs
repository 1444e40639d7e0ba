using Mogambo.Accounts;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>WhatsApp's list of templates; nothing else is asked of it here.</summary>
public sealed class FakeInstance : ITemplateManagement
{
    private readonly Happenings _listed = new("the list was asked for");

    public TemplateListing Listing { get; set; } = new TemplateListing.Failed("There is none.");

    /// <summary>How often it was asked for.</summary>
    public int Lists { get; private set; }

    public Task ListedAsync(int times = 1) => _listed.WaitAsync(times);

    public Task<TemplateListing> ListAsync(BusinessNumber number, string? name, CancellationToken cancellationToken)
    {
        Lists++;
        _listed.Add();
        return Task.FromResult(Listing);
    }

    public Task<TemplateCallOutcome> CreateAsync(BusinessNumber number, TemplateDefinition template, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TemplateCallOutcome> EditAsync(
        BusinessNumber number, string instanceId, TemplateDefinition template, bool withCategory, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TemplateCallOutcome> DeleteAsync(BusinessNumber number, string name, string? instanceId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TemplateCallOutcome> UnpauseAsync(BusinessNumber number, string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
