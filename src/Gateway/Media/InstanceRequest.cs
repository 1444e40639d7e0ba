using Mogambo.Accounts;

namespace Mogambo.Gateway.Media;

/// <summary>What is asked of an instance: only this, and the number's token; nothing of the caller's request but its body.</summary>
internal sealed record InstanceRequest(HttpMethod Method, Uri Address, BusinessNumber Number)
{
    public string? ContentType { get; init; }

    public long? ContentLength { get; init; }
}

/// <summary>What of an answer goes to the caller.</summary>
internal enum InstanceAnswer
{
    Json,

    /// <summary>A file that a stranger may have made: shown by no browser as a page.</summary>
    File,
}

internal static class InstanceAddress
{
    public static Uri Of(BusinessNumber number, string path) => new($"{number.Options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/{path}");
}
