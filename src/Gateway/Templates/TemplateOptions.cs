namespace Mogambo.Gateway.Templates;

/// <summary>How templates are kept in step with WhatsApp. Bound from <c>Mogambo:Templates</c>.</summary>
public sealed class TemplateOptions
{
    public const string Section = "Mogambo:Templates";

    /// <summary>
    /// How often WhatsApp is asked for all templates of an account, give or take a tenth; webhooks tell most changes before. 10 seconds to
    /// 1 day. Default: 15 minutes.
    /// </summary>
    public TimeSpan SyncEvery { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Names the setting that is wrong, and its limits.</summary>
internal sealed class TemplateOptionsValidator : IValidateOptions<TemplateOptions>
{
    public ValidateOptionsResult Validate(string? name, TemplateOptions options) =>
        options.SyncEvery >= TimeSpan.FromSeconds(10) && options.SyncEvery <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{TemplateOptions.Section}:{nameof(TemplateOptions.SyncEvery)} must be between 00:00:10 and 1.00:00:00.");
}
