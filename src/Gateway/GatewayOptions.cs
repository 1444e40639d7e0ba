namespace Mogambo.Gateway;

/// <summary>How much the gateway takes and how long it waits. Bound from <c>Mogambo:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Mogambo:Gateway";

    /// <summary>
    /// How long a webhook waits for a conversation before its changes go to the inbox instead. Longer delays acknowledgements while a silo
    /// is away; shorter sends more through the inbox. 10 ms to 30 s. Default: 500 ms.
    /// </summary>
    public TimeSpan GrainDeadline { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a webhook waits for the disk in all before it is answered 503. At least <see cref="GrainDeadline"/>, at most 1 minute. Default: 5 s.</summary>
    public TimeSpan StoreDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest webhook body; a larger one is 413. WhatsApp sends up to 3 MB. 64 KiB to 64 MiB. Default: 4 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Webhooks in work at once; further ones are 503 until some are done. 1 to 100,000. Default: 1,024.</summary>
    public int MaxConcurrentWebhooks { get; set; } = 1024;

    /// <summary>Bytes of webhook bodies held at once; further ones are 503. At least <see cref="MaxBodyBytes"/>. Default: 256 MiB.</summary>
    public long MaxBufferedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long one try to hand a row of the inbox to its conversation may take. Below the claim of 30 s. 100 ms to 20 s. Default: 10 s.</summary>
    public TimeSpan DispatchDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a send, a cancellation or a resolution waits for its conversation; after that its outcome is not known to the caller.
    /// 100 ms to 30 s. Default: 5 s.
    /// </summary>
    public TimeSpan SendDeadline { get; set; } = TimeSpan.FromSeconds(5);
}
