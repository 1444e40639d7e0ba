using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// How many updates a body claims to hold. WhatsApp sends at most 1000 (fact sheet 3.2); what claims to be more than ten times as many
/// is not split up, because each malformed part is kept with its own copy of what surrounds it.
/// </summary>
internal sealed class UpdateCount
{
    private const int Max = 10_000;

    private int _updates;

    /// <exception cref="MalformedException">With this list the body holds more than it may.</exception>
    public void Add(JsonElement list) => Add(list.GetArrayLength());

    /// <inheritdoc cref="Add(JsonElement)"/>
    public void Add(int updates)
    {
        _updates += updates;
        if (_updates > Max)
        {
            throw new MalformedException($"more than {Max} updates in one body");
        }
    }
}
