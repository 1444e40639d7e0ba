using Mogambo.Accounts;
using Mogambo.Templates;

namespace Mogambo.WhatsApp.Templates;

/// <summary>
/// Manages the templates of an account at WhatsApp (fact sheet 12.1), with the address and token of one of its Cloud numbers. Each call is
/// made once: creating twice is an error, and what is unknown is looked up.
/// </summary>
public interface ITemplateManagement
{
    /// <summary>The longest that one call takes, answer included.</summary>
    static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(20);

    /// <summary>The number whose instance manages the account's templates; null if none of its numbers is on the Cloud API.</summary>
    static BusinessNumber? InstanceOf(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Numbers.FirstOrDefault(number => number.Options is { Api: InstanceApi.Cloud, BaseUrl: not null });
    }

    /// <summary>Creates one language and puts it into review; WhatsApp may decide at once, and on another category.</summary>
    Task<TemplateCallOutcome> CreateAsync(BusinessNumber number, TemplateDefinition template, CancellationToken cancellationToken = default);

    /// <summary>Replaces the components as a whole, and puts the template into review again.</summary>
    /// <param name="withCategory">Whether the category changes too; an approved template's cannot (fact sheet 12.3).</param>
    Task<TemplateCallOutcome> EditAsync(
        BusinessNumber number, string instanceId, TemplateDefinition template, bool withCategory, CancellationToken cancellationToken = default);

    /// <param name="instanceId">Null: all languages of the name.</param>
    Task<TemplateCallOutcome> DeleteAsync(BusinessNumber number, string name, string? instanceId, CancellationToken cancellationToken = default);

    /// <summary>Resumes a paused template (fact sheet 12.6).</summary>
    Task<TemplateCallOutcome> UnpauseAsync(BusinessNumber number, string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Everything that WhatsApp has, page after page; or nothing, if one page failed.</summary>
    /// <param name="name">Null: all names.</param>
    Task<TemplateListing> ListAsync(BusinessNumber number, string? name = null, CancellationToken cancellationToken = default);
}

/// <summary>What WhatsApp listed.</summary>
public abstract record TemplateListing
{
    private TemplateListing()
    {
    }

    /// <summary>All of it: what is not here WhatsApp does not have.</summary>
    public sealed record Complete(IReadOnlyList<InstanceTemplate> Templates) : TemplateListing;

    /// <summary>It says nothing about any template.</summary>
    public sealed record Failed(string Reason) : TemplateListing;
}
