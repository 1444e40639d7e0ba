using Mogambo.Accounts;

namespace Mogambo.Storage.Numbers;

/// <summary>Until when shares of a number's throughput may be held, so that whoever grants them next knows what may still be in use.</summary>
public interface INumberLeases
{
    /// <summary>Null: nothing was ever granted.</summary>
    Task<DateTimeOffset?> FindAsync(PhoneNumberId number, CancellationToken cancellationToken = default);

    /// <summary>
    /// Written before anything is granted beyond the time that was written before. False, and nothing is written, if what is on record is not
    /// <paramref name="before"/> any more: somebody else grants.
    /// </summary>
    Task<bool> TrySetAsync(PhoneNumberId number, DateTimeOffset? before, DateTimeOffset grantedUntil, CancellationToken cancellationToken = default);
}
