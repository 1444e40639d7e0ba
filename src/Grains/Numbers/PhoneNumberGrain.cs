using Mogambo.Accounts;
using Mogambo.Storage.Numbers;
using Orleans.Storage;

namespace Mogambo.Numbers;

/// <inheritdoc cref="IPhoneNumberGrain"/>
/// <remarks>
/// Its memory of who holds what dies with the activation, so it writes ahead until when anything may be held, and never grants beyond that.
/// The next activation grants nothing before that time. Should there be two of one number, whoever writes second finds the time changed and
/// ends: at no moment is more granted than the number has.
/// </remarks>
[GrainType("phone-number")]
internal sealed class PhoneNumberGrain(INumberLeases leases, AccountDirectory accounts, TimeProvider time) : Grain, IPhoneNumberGrain
{
    /// <summary>
    /// One write in five seconds for a number in use. After a kill its sends may pause for so long, which is less than the cluster takes to
    /// see that a silo is dead.
    /// </summary>
    private static readonly TimeSpan s_writtenAhead = TimeSpan.FromSeconds(8);

    private PhoneNumberId _id;
    private ThroughputShares _shares = null!;
    private DateTimeOffset _grantsFrom;
    private DateTimeOffset? _onRecord;
    private DateTimeOffset _grantsUntil;
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
        _onRecord = await leases.FindAsync(_id, cancellationToken);
        if (_onRecord is { } until)
        {
            var furthest = time.GetUtcNow() + s_writtenAhead;
            _grantsFrom = until < furthest ? until : furthest;
        }
    }

    /// <summary>What is on record may be shortened again: nothing is held for longer than was granted.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _heldUntil < _grantsUntil && time.GetUtcNow() < _grantsUntil
            ? leases.TrySetAsync(_id, _grantsUntil, _heldUntil, cancellationToken)
            : Task.CompletedTask;

    public async Task<ThroughputLease> LeaseAsync(ThroughputDemand demand)
    {
        var now = time.GetUtcNow();
        if (now < _grantsFrom)
        {
            return new(0, 0, TimeSpan.Zero, _grantsFrom - now);
        }

        if (now + ThroughputShares.LeaseLength > _grantsUntil)
        {
            await Failpoint.HitAsync("lease.before_renew");
            await WriteAheadAsync(now + s_writtenAhead);
        }

        _heldUntil = now + ThroughputShares.LeaseLength;
        return _shares.Lease(demand, now);
    }

    private async Task WriteAheadAsync(DateTimeOffset until)
    {
        try
        {
            if (!await leases.TrySetAsync(_id, _onRecord, until, CancellationToken.None))
            {
                throw new InconsistentStateException("The number's throughput is granted by another activation.");
            }
        }
        catch
        {
            // Whatever is on record now, the next activation reads it.
            _grantsUntil = DateTimeOffset.MinValue;
            DeactivateOnIdle();
            throw;
        }

        _onRecord = _grantsUntil = until;
    }
}
