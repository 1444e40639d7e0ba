namespace Mogambo.Gateway.Templates;

internal static class TemplateServices
{
    public static void AddTemplates(this IServiceCollection services)
    {
        services.AddOptions<TemplateOptions>().BindConfiguration(TemplateOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TemplateOptions>, TemplateOptionsValidator>();
        services.AddSingleton<TemplateSync>();
        services.AddHostedService(provider => provider.GetRequiredService<TemplateSync>());
    }
}
