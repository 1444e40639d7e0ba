using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Mogambo.Simulator.Options;

/// <summary>Turns arguments and <c>Simulator__*</c> variables into options, or into one sentence about what is wrong.</summary>
internal static class CommandLine
{
    private const string Prefix = "Simulator__";

    private static readonly Dictionary<string, PropertyInfo> Known = typeof(SimulatorOptions)
        .GetProperties()
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Arguments win over variables.</summary>
    /// <exception cref="OptionException">An option is unknown or its value is wrong.</exception>
    public static SimulatorOptions Parse(IReadOnlyList<string> arguments, IDictionary variables)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                var key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
                values[key] = Normalised(name, key, (string?)variable.Value ?? "");
            }
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments, ref i);
            var key = name.Replace("-", "", StringComparison.Ordinal);
            values[key] = Normalised("--" + name, key, value);
        }

        var options = new SimulatorOptions();
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection(values).Build()
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException wrong)
        {
            throw new OptionException(wrong.InnerException?.Message ?? wrong.Message);
        }

        OptionRules.Check(options);
        return options;
    }

    public static string Help()
    {
        var defaults = new SimulatorOptions();
        var text = new StringBuilder("""
            Mogambo's WhatsApp simulator: stands in for the WhatsApp Cloud API, with a phone to chat from.

            Usage: dotnet run --project src/Simulator -- [--option value]...
            Each option may also be set as a variable, e.g. Simulator__WebhookUrl. Times: 250ms, 6s, 5m, 24h, 7d, off.
            Several accounts: --accounts:0:id 1 --accounts:0:app-secret s --accounts:0:numbers:0:phone-number-id 2
              (and :display-phone-number, :access-token).


            """);
        foreach (var property in typeof(SimulatorOptions).GetProperties())
        {
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
            {
                var initial = Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"  --{Kebab(property.Name),-22}{description.Description}");
                text.AppendLine(string.IsNullOrEmpty(initial) ? "" : $" [{initial}]");
            }
        }

        return text.AppendLine("  --help                  This text.").ToString();
    }

    private static (string Name, string Value) Split(IReadOnlyList<string> arguments, ref int i)
    {
        var argument = arguments[i];
        if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
        {
            throw new OptionException($"'{argument}' is not an option; options look like --webhook-url value (see --help).");
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            return (argument[2..equals], argument[(equals + 1)..]);
        }

        if (i + 1 >= arguments.Count)
        {
            throw new OptionException($"Option {argument} needs a value (see --help).");
        }

        return (argument[2..], arguments[++i]);
    }

    private static string Normalised(string shown, string key, string value)
    {
        if (!Known.TryGetValue(key.Split(':')[0], out var property))
        {
            throw new OptionException($"Unknown option {shown} (see --help).");
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var off = value.Equals("off", StringComparison.OrdinalIgnoreCase);
        if (type == typeof(TimeSpan))
        {
            var none = property.Name == nameof(SimulatorOptions.TemplateReview) ? TimeSpan.FromSeconds(-1) : TimeSpan.Zero;
            return off ? none.ToString()
                : Duration.TryParse(value, out var duration) ? duration.ToString()
                : throw new OptionException($"Option {shown} needs a time such as 500ms, 6s or 5m, not '{value}'.");
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return off ? "0"
                : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? value
                : throw new OptionException($"Option {shown} needs a whole number, not '{value}'.");
        }

        if (type == typeof(bool))
        {
            return off ? "false" : value.Equals("on", StringComparison.OrdinalIgnoreCase) ? "true"
                : bool.TryParse(value, out _) ? value
                : throw new OptionException($"Option {shown} needs true or false, not '{value}'.");
        }

        if (type.IsEnum && !Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw new OptionException($"Option {shown} needs one of {string.Join(", ", Enum.GetNames(type)).ToLowerInvariant()}, not '{value}'.");
        }

        return value;
    }

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
