namespace Mogambo.Storage.Tests;

public sealed class BoundedMapTests
{
    [Fact]
    public void Keeps_what_was_used_last_and_never_more_than_twice_its_capacity()
    {
        var map = new BoundedMap<int, int>(100);
        map.Set(-1, 1);
        for (var n = 0; n < 1000; n++)
        {
            map.Set(n, n);
            Assert.True(map.TryGet(-1, out _));
        }

        Assert.All(Enumerable.Range(950, 50), n => Assert.True(map.TryGet(n, out var value) && value == n));
        Assert.True(Enumerable.Range(0, 950).Count(n => map.TryGet(n, out _)) <= 150);
    }

    [Fact]
    public void Forgets_what_is_removed()
    {
        var map = new BoundedMap<int, int>(2);
        map.Set(1, 1);
        map.Set(2, 2);
        map.Set(3, 3);

        map.Remove(1);
        map.Remove(3);

        Assert.False(map.TryGet(1, out _));
        Assert.True(map.TryGet(2, out _));
        Assert.False(map.TryGet(3, out _));
    }
}
