namespace Mogambo.Faults.Checking;

/// <summary>What the run was set up to do, as far as a promise depends on it.</summary>
public sealed record CheckOptions
{
    /// <summary>Accounts with a bot; null: all.</summary>
    public IReadOnlySet<string>? AccountsWithBot { get; init; }

    /// <summary>How many messages the bot answers with.</summary>
    public int RepliesPerMessage { get; init; } = 1;

    /// <summary>A text is sent when the bot has failed ten times, so a dead letter and a reply stand together.</summary>
    public bool BotHasFallback { get; init; }

    /// <summary>
    /// A claim so near to a fault may have been lost with its process: 5 s of freshness, 15 s of the send's deadline, 5 s to report, and 5 s
    /// between the clocks.
    /// </summary>
    public TimeSpan NearFault { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A template may reach the instance so long after the answer to an opt-out (bar R19).</summary>
    public TimeSpan AfterOptOut { get; init; } = TimeSpan.FromSeconds(15);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool HasBot(string account) => AccountsWithBot?.Contains(account) ?? true;

    /// <summary>Faults that can take a claim's outcome with them.</summary>
    public static bool LosesClaims(string fault) =>
        fault is "kill" or "stop" or "storm" or "partition" or "disk" || fault.StartsWith("pg_", StringComparison.Ordinal);
}
