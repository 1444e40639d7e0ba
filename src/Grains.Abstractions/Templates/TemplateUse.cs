namespace Mogambo.Templates;

/// <summary>What a message made from a template depends on when it is claimed.</summary>
/// <param name="Shape">
/// The parameters that the template asked for when the message was made. If the template asks for others by the time of the claim, the
/// message's are wrong.
/// </param>
[GenerateSerializer, Immutable, Alias("mogambo.template-use")]
public readonly record struct TemplateUse([property: Id(0)] TemplateId Template, [property: Id(1)] string Shape);
