using Microsoft.Extensions.Options;

namespace Mogambo.Outbound;

/// <summary>Stops the start on an address that does not read as one.</summary>
public sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var problems = options.AllowedPrivateAddresses
            .Index()
            .Where(entry => !AllowedAddress.TryParse(entry.Item, out _))
            .Select(entry => $"{OutboundOptions.Section}:AllowedPrivateAddresses:{entry.Index} is '{entry.Item}', which is not an address or range with a port, such as 127.0.0.1:9000 or 10.0.0.0/8:443.")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
