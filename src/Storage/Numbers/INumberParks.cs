using Mogambo.Accounts;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Numbers;

/// <summary>Numbers that may send nothing until the operator acts. A conversation's commit parks one; this reads and lifts it.</summary>
public interface INumberParks
{
    Task<NumberPark?> FindAsync(PhoneNumberId number, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lifts the park of a number unless it was parked for this very token, and makes its waiting conversations due at
    /// <paramref name="now"/>. Returns whether a park was lifted.
    /// </summary>
    Task<bool> LiftUnlessAsync(
        PhoneNumberId number, string currentTokenHash, DateTimeOffset now, CancellationToken cancellationToken = default);
}
