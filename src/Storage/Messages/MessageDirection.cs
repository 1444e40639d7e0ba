namespace Mogambo.Storage.Messages;

/// <summary>Which way a message went.</summary>
public enum MessageDirection
{
    Inbound = 0,
    Outbound = 1,
}
