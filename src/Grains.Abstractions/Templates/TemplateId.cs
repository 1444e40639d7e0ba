namespace Mogambo.Templates;

/// <summary>A template in one language, within an account. WhatsApp reviews and blocks each language on its own.</summary>
/// <param name="Name">At most 512 of <c>a-z0-9_</c> (fact sheet 12.3).</param>
/// <param name="Language">WhatsApp's code with an underscore, <c>pt_BR</c> (fact sheet 12.8); webhooks that say <c>pt-BR</c> are normalised on the way in.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-id")]
public readonly record struct TemplateId([property: Id(0)] string Name, [property: Id(1)] string Language)
{
    public override string ToString() => $"{Name}/{Language}";
}
