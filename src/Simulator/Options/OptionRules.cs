using System.ComponentModel.DataAnnotations;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Options;

/// <summary>What must hold of options however they were given.</summary>
internal static class OptionRules
{
    /// <exception cref="OptionException">The first rule that does not hold.</exception>
    public static void Check(SimulatorOptions options)
    {
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true))
        {
            throw new OptionException(wrong[0].ErrorMessage ?? "An option is out of range.");
        }

        RequireHttp("Url", options.Url, "http");
        RequireHttp("WebhookUrl", options.WebhookUrl, "http", "https");
        RequirePositive("WebhookTimeout", options.WebhookTimeout);
        RequirePositive("PairRefill", options.PairRefill);
        foreach (var (name, time) in new[]
        {
            ("Window", options.Window), ("RetryBase", options.RetryBase), ("RetryCap", options.RetryCap),
            ("RetryFor", options.RetryFor), ("StatusLinger", options.StatusLinger),
        })
        {
            if (time < TimeSpan.Zero)
            {
                throw new OptionException($"Option {name} cannot be negative.");
            }
        }

        _ = StatusDelays.Parse(options.StatusDelay);
        _ = FaultDocument.FromOption(options.Faults);
        _ = new AccountBook(options);
    }

    private static void RequireHttp(string name, string value, params string[] schemes)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
        {
            throw new OptionException($"Option {name} needs an address such as http://localhost:8090, not '{value}'.");
        }
    }

    private static void RequirePositive(string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new OptionException($"Option {name} must be longer than nothing.");
        }
    }
}
