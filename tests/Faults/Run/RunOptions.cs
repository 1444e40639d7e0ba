namespace Mogambo.Faults.Run;

/// <summary>How much is done to the product, and how much it has to do meanwhile. One seed gives the same items and the same faults.</summary>
public sealed record RunOptions
{
    public int Seed { get; init; } = 20261123;

    public int Accounts { get; init; } = 5;

    public int Conversations { get; init; } = 1_000;

    public int Inbound { get; init; } = 5_000;

    /// <summary>Sends by API; of five, four are templates and one is a text.</summary>
    public int Sends { get; init; } = 2_000;

    /// <summary>How long users write and the business sends; users go on if the faults take longer.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromSeconds(120);

    public int Silos { get; init; } = 3;

    public int Gateways { get; init; } = 2;

    public int Kills { get; init; } = 3;

    /// <summary>Processes that are stopped for longer than the others wait for them, and continued.</summary>
    public int Zombies { get; init; } = 1;

    public TimeSpan Frozen { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>PostgreSQL is restarted: of each five, two at once as after a crash, one by kill -9, the others in order.</summary>
    public int DatabaseRestarts { get; init; } = 1;

    /// <summary>Links between two silos are cut, in turn both ways and one way.</summary>
    public int Partitions { get; init; }

    /// <summary>The database is away for a while.</summary>
    public int DatabaseOutages { get; init; }

    /// <summary>The subscriber answers 503 for a while.</summary>
    public int SubscriberOutages { get; init; }

    /// <summary>Every silo is killed again and again.</summary>
    public int Storms { get; init; }

    /// <summary>Everything is killed at once, the database too, and comes back in whatever order.</summary>
    public int PowerFailures { get; init; }

    /// <summary>Every process is stopped in order and started again, one after the other, as an upgrade does.</summary>
    public int RollingRestarts { get; init; }

    /// <summary>How long an outage, a partition or a storm lasts.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between one fault's end and the next.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Part of every test run.</summary>
    public static RunOptions ShortRun { get; } = new();

    /// <summary>The reliability bar's load, as far as two cores carry it; the faults are all there.</summary>
    public static RunOptions LongRun { get; } = new()
    {
        Accounts = 20,
        Conversations = 5_000,
        Inbound = 100_000,
        Sends = 40_000,
        Load = TimeSpan.FromMinutes(22),
        Kills = 20,
        Zombies = 6,
        DatabaseRestarts = 5,
        Partitions = 3,
        DatabaseOutages = 1,
        SubscriberOutages = 1,
        Storms = 1,
        PowerFailures = 1,
        RollingRestarts = 1,
    };
}
