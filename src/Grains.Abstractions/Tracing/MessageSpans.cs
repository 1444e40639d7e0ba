using System.Diagnostics;

namespace Mogambo.Tracing;

/// <summary>Spans of messages that go one way together; none while nobody listens.</summary>
#pragma warning disable CA1815 // Never compared.
public readonly struct MessageSpans(Activity?[]? spans) : IDisposable
#pragma warning restore CA1815
{
    /// <summary>Says how it went; a word of ours.</summary>
    public void Result(string result) => Tag("mogambo.result", result);

    /// <summary>Adds what is known of it. Never anything that a user or a caller chose.</summary>
    public void Tag(string name, object value)
    {
        foreach (var span in spans ?? [])
        {
            span?.SetTag(name, value);
        }
    }

    /// <summary>Ends them.</summary>
    public void Dispose()
    {
        for (var i = (spans?.Length ?? 0) - 1; i >= 0; i--)
        {
            spans![i]?.Dispose();
        }
    }
}
