using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mogambo.Silo;

/// <summary>Tries the silo's addresses before Orleans does, whose own complaint is a page long.</summary>
internal sealed class AddressCheck(IOptions<ClusterOptions> cluster) : IHostedLifecycleService
{
    /// <exception cref="ClusterStartupException">An address cannot be listened on.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var options = cluster.Value;
        var (address, setting) = options switch
        {
            { Mode: ClusterMode.Localhost } => (IPAddress.Loopback, nameof(ClusterOptions.AdvertisedAddress)),
            { ListenAddress: { Length: > 0 } listen } => (IPAddress.Parse(listen), nameof(ClusterOptions.ListenAddress)),
            _ => (AdvertisedAddress.Find(options.AdvertisedAddress) ?? IPAddress.Loopback, nameof(ClusterOptions.AdvertisedAddress)),
        };
        Try(address, setting, options.SiloPort, nameof(ClusterOptions.SiloPort));
        Try(address, setting, options.GatewayPort, nameof(ClusterOptions.GatewayPort));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Try(IPAddress address, string addressSetting, int port, string portSetting)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new ClusterStartupException($"{ClusterOptions.Section}:{addressSetting}: {address} is not an address of this machine.", e);
        }
        catch (SocketException e)
        {
            throw new ClusterStartupException(
                $"{ClusterOptions.Section}:{portSetting}: {address}:{port} cannot be listened on ({e.SocketErrorCode}): stop the program that uses it, or set another port.", e);
        }
    }
}
