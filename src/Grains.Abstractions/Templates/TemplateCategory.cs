namespace Mogambo.Templates;

/// <summary>What a template is for (fact sheet 11.3); it decides its price. WhatsApp has the last word on it.</summary>
[GenerateSerializer, Alias("mogambo.template-category")]
public enum TemplateCategory
{
    Utility = 0,
    Marketing = 1,
    Authentication = 2,
}
