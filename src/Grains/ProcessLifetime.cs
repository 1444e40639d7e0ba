using Microsoft.Extensions.Hosting;

namespace Mogambo;

/// <summary>This run of this process: what its claims are signed with, and when it begins to stop.</summary>
internal sealed class ProcessLifetime(IHostApplicationLifetime? lifetime = null)
{
    /// <summary>Another one after every restart.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public CancellationToken Stopping => lifetime?.ApplicationStopping ?? CancellationToken.None;
}
