using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Contacts;

/// <summary>
/// What was read or learnt about users, the last ones and each for a minute. A read that began before something was learnt or erased may
/// have seen the state before it, and is not remembered: whoever reads says when it began.
/// </summary>
internal sealed class ContactMemory<TValue>(TimeProvider time)
{
    private const int Remembered = 50_000;

    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(1);

    private readonly BoundedMap<(AccountId, UserId), Entry> _entries = new(Remembered);
    private long _changes;

    /// <summary>False where nothing is remembered that can still be believed.</summary>
    public bool TryGet(AccountId account, UserId user, out TValue? value)
    {
        var known = _entries.TryGet((account, user), out var entry) && time.GetElapsedTime(entry.At) < BelievedFor;
        value = entry.Value;
        return known;
    }

    /// <summary>Called before the database is asked.</summary>
    public Read Begin() => new(Volatile.Read(ref _changes), time.GetTimestamp());

    /// <summary>Remembers what a read found, unless it may be older than what was learnt or erased meanwhile.</summary>
    public void Found(AccountId account, UserId user, TValue? value, Read read)
    {
        _entries.Set((account, user), new(value, read.At));
        if (Volatile.Read(ref _changes) != read.Changes)
        {
            _entries.Remove((account, user));
        }
    }

    /// <summary>Called after the commit.</summary>
    public void Learnt(AccountId account, UserId user, TValue? value)
    {
        Interlocked.Increment(ref _changes);
        _entries.Set((account, user), new(value, time.GetTimestamp()));
    }

    /// <summary>Called after the commit. Gives what was remembered, however old.</summary>
    public TValue? Forget(AccountId account, UserId user)
    {
        Interlocked.Increment(ref _changes);
        _entries.TryGet((account, user), out var entry);
        _entries.Remove((account, user));
        return entry.Value;
    }

    /// <summary>When a read began.</summary>
    internal readonly record struct Read(long Changes, long At);

    private readonly record struct Entry(TValue? Value, long At);
}
