using System.ComponentModel.DataAnnotations;

namespace Mogambo.WhatsApp;

/// <summary>How the process speaks to WhatsApp. Bound from the section <c>Mogambo:WhatsApp</c>.</summary>
public sealed class WhatsAppClientOptions
{
    public const string Section = "Mogambo:WhatsApp";

    /// <summary>
    /// Connections to one host, so sends in flight at once; further ones wait for a connection and, past their deadline, have not been
    /// sent. Default: 128.
    /// </summary>
    [Range(1, 1024)]
    public int MaxConnections { get; set; } = 128;
}
