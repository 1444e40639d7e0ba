using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.Silo;
using Mogambo.Storage;

namespace Mogambo.App;

/// <summary>Says in one line that Mogambo runs, where, and for whom.</summary>
internal sealed class StartLine(AccountDirectory accounts, StorageOptions storage, IOptions<ClusterOptions> cluster, IServer server) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = string.Join(", ", server.Features.Get<IServerAddressesFeature>()!.Addresses);
        return Console.Out.WriteLineAsync(Welcome.Line(addresses, cluster.Value.Role, accounts, storage.Provider.ToString()));
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
