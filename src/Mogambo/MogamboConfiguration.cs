namespace Mogambo.App;

/// <summary>Where settings come from (contract section 10), and what stands in for them when there are none.</summary>
internal static class MogamboConfiguration
{
    /// <summary>Where Mogambo listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>
    /// <c>appsettings.json</c> beside the program, <c>mogambo.json</c> in the working directory, environment, command line: the later wins.
    /// Where no account is configured at all, the demo's comes in.
    /// </summary>
    public static void AddMogamboConfiguration(this WebApplicationBuilder builder, string[] args)
    {
        builder.Configuration
            .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "mogambo.json"), optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args);

        if (Demo.IsWanted(builder.Configuration))
        {
            builder.Configuration.AddInMemoryCollection(Demo.Settings(builder.Configuration));
        }
        else if (!builder.Configuration.GetSection("Mogambo:Accounts").GetChildren().Any())
        {
            throw new InvalidSettingException(
                "Mogambo:Accounts is empty: configure an account in mogambo.json, or let one process try the demo (Mogambo:Cluster:Mode Localhost, Mogambo:Simulator:Enabled true).");
        }

        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }

    /// <summary>Arms the failpoints of a test; anywhere but in the environment <c>Test</c> asking for them stops the start.</summary>
    public static void EnableFailpoints(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Mogambo:Failpoints"] is not { Length: > 0 } plans)
        {
            return;
        }

        if (!builder.Environment.IsEnvironment("Test"))
        {
            throw new InvalidSettingException("Mogambo:Failpoints makes the process fail on purpose and is allowed only in the environment Test: remove it.");
        }

        try
        {
            Failpoint.Enable(plans);
        }
        catch (FormatException e)
        {
            throw new InvalidSettingException($"Mogambo:Failpoints: {e.Message}");
        }
    }
}
