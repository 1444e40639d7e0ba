using System.Net;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Silo;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>Who is given up for its silence in the table, and who never.</summary>
public sealed class SignsOfLifeTests
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private static readonly SiloAddress s_silo = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly SignsOfLife _signs;

    public SignsOfLifeTests() => _signs = new(_time);

    [Fact]
    public void A_member_that_stays_silent_is_told_after_thirty_seconds_and_not_before()
    {
        for (var looks = 0; looks < 6; looks++)
        {
            Assert.Empty(Look(sign: 0));
        }

        Assert.Equal([s_silo], Look(sign: 0));
    }

    [Fact]
    public void Signs_count_for_their_change_whatever_clock_wrote_them()
    {
        for (var looks = 0; looks < 20; looks++)
        {
            Assert.Empty(Look(sign: -looks));
        }
    }

    [Fact]
    public void After_a_break_of_its_own_it_watches_anew()
    {
        Look(sign: 0);
        _time.Advance(TimeSpan.FromMinutes(10));

        for (var looks = 0; looks < 6; looks++)
        {
            Assert.Empty(Look(sign: 0));
        }

        Assert.Equal([s_silo], Look(sign: 0));
    }

    [Fact]
    public void A_member_that_left_and_came_back_is_new()
    {
        for (var looks = 0; looks < 5; looks++)
        {
            Look(sign: 0);
        }

        _signs.Look([]);

        Assert.Empty(Look(sign: 0));
        Assert.Empty(Look(sign: 0));
    }

    private IReadOnlyList<SiloAddress> Look(int sign)
    {
        _time.Advance(s_every);
        return _signs.Look([new() { SiloAddress = s_silo, IAmAliveTime = DateTime.UnixEpoch.AddSeconds(sign) }]);
    }
}
