using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Mogambo.Storage;

namespace Mogambo.Silo;

/// <summary>Refuses what could not form a cluster, each with the setting's name.</summary>
internal sealed class ClusterOptionsValidator(StorageOptions storage) : IValidateOptions<ClusterOptions>
{
    private static readonly ClusterOptionsAnnotations s_annotations = new();

    public ValidateOptionsResult Validate(string? name, ClusterOptions options) =>
        s_annotations.Validate(name, options) is { Failed: true } wrong ? wrong
        : Failure(options) is { } failure ? ValidateOptionsResult.Fail($"{ClusterOptions.Section}:{failure}")
        : ValidateOptionsResult.Success;

    private string? Failure(ClusterOptions options)
    {
        if (options.Mode == ClusterMode.Localhost)
        {
            return options.Role == ClusterRole.All ? PortFailure(options, "127.0.0.1") : $"Role: {options.Role} needs Mode AdoNet: alone, a process must be all.";
        }

        if (storage.Provider != StorageProvider.PostgreSql)
        {
            return "Mode: AdoNet needs Mogambo:Storage:Provider PostgreSql, the database that the processes share.";
        }

        return options.Role == ClusterRole.Gateway ? null : PortFailure(options, options.AdvertisedAddress);
    }

    // Tried before Orleans does, whose own complaint is a page long.
    private static string? PortFailure(ClusterOptions options, string address)
    {
        if (AdvertisedAddress.Find(address) is not { } ip)
        {
            return $"AdvertisedAddress: '{address}' is neither an IP address nor a name that resolves to one.";
        }

        foreach (var (setting, port) in new[] { ("SiloPort", options.SiloPort), ("GatewayPort", options.GatewayPort) })
        {
            try
            {
                using var listener = new TcpListener(ip, port);
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                return $"AdvertisedAddress: {ip} is not an address of this machine.";
            }
            catch (SocketException e)
            {
                return $"{setting}: {ip}:{port} cannot be listened on ({e.SocketErrorCode}): stop the program that uses it, or set another port.";
            }
        }

        return null;
    }
}

[OptionsValidator]
internal sealed partial class ClusterOptionsAnnotations : IValidateOptions<ClusterOptions>;
