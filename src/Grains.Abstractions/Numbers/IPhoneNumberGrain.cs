namespace Mogambo.Numbers;

/// <summary>
/// A business number's throughput (fact sheet 13), shared among the processes that send for it. Keyed <c>{account}/{phone_number_id}</c>.
/// </summary>
[GrainInterfaceType("phone-number"), Alias("mogambo.phone-number")]
public interface IPhoneNumberGrain : IGrainWithStringKey
{
    /// <summary>
    /// Grants a process a share of the messages per second for a few seconds. The shares that may be in use at any moment never add up to
    /// more than the number's throughput.
    /// </summary>
    [Alias("lease")]
    Task<ThroughputLease> LeaseAsync(ThroughputDemand demand);
}
