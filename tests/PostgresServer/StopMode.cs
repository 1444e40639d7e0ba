namespace Mogambo.PostgresServer;

/// <summary>How a server is stopped.</summary>
public enum StopMode
{
    /// <summary>Connections are cut, the server shuts down in order.</summary>
    Fast,

    /// <summary>As after a crash: it recovers when it starts again.</summary>
    Immediate,
}
