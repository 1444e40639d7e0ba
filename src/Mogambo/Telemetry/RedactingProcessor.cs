using System.Diagnostics;
using Mogambo.App.Logging;
using OpenTelemetry;

namespace Mogambo.App.Telemetry;

/// <summary>The second lock: our spans name no user, and if one ever does, through a library or a mistake, it does not leave the process.</summary>
internal sealed class RedactingProcessor : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        data.DisplayName = UserRedactor.Redact(data.DisplayName);
        foreach (var (name, value) in data.TagObjects.ToArray())
        {
            if (value is string text && UserRedactor.Redact(text) is var clean && clean != text)
            {
                data.SetTag(name, clean);
            }
        }

        if (data.StatusDescription is { } description)
        {
            data.SetStatus(data.Status, UserRedactor.Redact(description));
        }
    }
}
