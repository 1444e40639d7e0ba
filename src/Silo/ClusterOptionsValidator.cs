using System.Net;
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

    private string? Failure(ClusterOptions options) => options switch
    {
        { Mode: ClusterMode.Localhost, Role: not ClusterRole.All } => $"Role: {options.Role} needs Mode AdoNet; alone, a process is All.",
        { Mode: ClusterMode.AdoNet } when storage.Provider != StorageProvider.PostgreSql =>
            "Mode: AdoNet needs Mogambo:Storage:Provider PostgreSql, the database that the processes share.",
        { Mode: ClusterMode.AdoNet } when AdvertisedAddress.Find(options.AdvertisedAddress) is null =>
            $"AdvertisedAddress: '{options.AdvertisedAddress}' is neither an IP address nor a name that resolves to one.",
        { ListenAddress: { Length: > 0 } listen } when !IPAddress.TryParse(listen, out _) =>
            $"ListenAddress: '{listen}' is not an IP address.",
        _ => null,
    };
}

[OptionsValidator]
internal sealed partial class ClusterOptionsAnnotations : IValidateOptions<ClusterOptions>;
