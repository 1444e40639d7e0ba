using Mogambo.Accounts;
using Mogambo.Templates;

namespace Mogambo.Storage.Templates;

/// <summary>Names the row of a template in one language.</summary>
internal readonly record struct TemplateKey(AccountId Account, TemplateId Id)
{
    public string Name => CleanText.Of(Id.Name);

    public string Language => CleanText.Of(Id.Language);
}
