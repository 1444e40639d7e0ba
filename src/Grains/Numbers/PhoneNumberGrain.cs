using Mogambo.Accounts;
using Mogambo.Storage.Numbers;

namespace Mogambo.Numbers;

/// <inheritdoc cref="IPhoneNumberGrain"/>
/// <remarks>
/// Its memory of who holds what dies with the activation, so it writes ahead until when anything may be held. The next activation grants
/// nothing as long as leases of this one may be in use, which is at most the length of one.
/// </remarks>
[GrainType("phone-number")]
internal sealed class PhoneNumberGrain(INumberLeases leases, AccountDirectory accounts, TimeProvider time) : Grain, IPhoneNumberGrain
{
    /// <summary>One write a minute for a number in use.</summary>
    private static readonly TimeSpan s_writtenAhead = TimeSpan.FromMinutes(1);

    private PhoneNumberId _id;
    private ThroughputShares _shares = null!;
    private DateTimeOffset _grantsFrom;
    private DateTimeOffset _writtenUntil;
    private DateTimeOffset _heldUntil;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _id = PhoneNumberId.Parse(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (!accounts.TryGetNumber(_id, out var number) || key != $"{number.Account.Id}/{_id}")
        {
            throw new InvalidOperationException($"Number {_id} is not configured.");
        }

        _shares = new(number.Options.MessagesPerSecond);
        if (await leases.FindAsync(_id, cancellationToken) is { } until)
        {
            var longest = time.GetUtcNow() + ThroughputShares.LeaseLength;
            _grantsFrom = until < longest ? until : longest;
        }
    }

    /// <summary>What is on record may be shortened again: nothing is held for longer than was granted.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _heldUntil < _writtenUntil && time.GetUtcNow() < _writtenUntil ? leases.SetAsync(_id, _heldUntil, cancellationToken) : Task.CompletedTask;

    public async Task<ThroughputLease> LeaseAsync(ThroughputDemand demand)
    {
        var now = time.GetUtcNow();
        if (now < _grantsFrom)
        {
            return new(0, 0, TimeSpan.Zero, _grantsFrom - now);
        }

        if (now + ThroughputShares.LeaseLength > _writtenUntil)
        {
            await leases.SetAsync(_id, now + s_writtenAhead, CancellationToken.None);
            _writtenUntil = now + s_writtenAhead;
        }

        _heldUntil = now + ThroughputShares.LeaseLength;
        return _shares.Lease(demand, now);
    }
}
