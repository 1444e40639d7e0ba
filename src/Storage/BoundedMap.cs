using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Mogambo.Storage;

/// <summary>
/// Remembers the keys used last, about <paramref name="capacity"/> to twice as many: when the young half is full it becomes the old half,
/// and the old one is forgotten. Safe for many threads; a probe takes no lock.
/// </summary>
public sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private ConcurrentDictionary<TKey, TValue> _young = new();
    private ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        TryAdd(_young, key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        var young = _young;
        if (!TryAdd(young, key, value))
        {
            young[key] = value;
        }
    }

    public void Remove(TKey key)
    {
        _old.TryRemove(key, out _);
        if (_young.TryRemove(key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private bool TryAdd(ConcurrentDictionary<TKey, TValue> young, TKey key, TValue value)
    {
        if (!young.TryAdd(key, value))
        {
            return false;
        }

        if (Interlocked.Increment(ref _count) == capacity)
        {
            _old = young;
            _young = new();
            Volatile.Write(ref _count, 0);
        }

        return true;
    }
}
