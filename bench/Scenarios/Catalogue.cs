using Mogambo.Bench.Baselines;
using Mogambo.Bench.Machine;
using Mogambo.Bench.Scenarios.Questions;

namespace Mogambo.Bench.Scenarios;

/// <summary>Every scenario by name.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("acknowledge", "acknowledgement", LoadKind.Webhooks) { Baselines = [SubjectKind.Stub], IsSent = false, Product = new() { Bot = "None" } },
        new("acknowledge-half", "acknowledgement", LoadKind.Webhooks) { IsSent = false, Share = 0.5, Product = new() { Bot = "None" } },
        new("turn", "turn", LoadKind.Webhooks) { Baselines = Kannel.IsInstalled ? [SubjectKind.Null, SubjectKind.Floor, SubjectKind.Kannel] : [SubjectKind.Null, SubjectKind.Floor] },
        new("turn-statuses", "turn", LoadKind.Webhooks) { Baselines = [SubjectKind.Null], Statuses = 1 },
        new("turn-statuses-batched", "turn", LoadKind.Webhooks) { Baselines = [SubjectKind.Null], Statuses = 20 },
        new("turn-http-bot", "turn", LoadKind.Webhooks) { Product = new() { Bot = "Http" } },
        new("send", "send", LoadKind.Sends),
        // So many users that what waits for each stays few.
        new("send-accepted", "send", LoadKind.Sends) { Baselines = [SubjectKind.Stub], IsSent = false, IsScheduled = true, Users = 150_000 },
        new("turn-sqlite", "turn", LoadKind.Webhooks) { Product = new() { IsSqlite = true } },
        new("turn-gateway-apart", "turn", LoadKind.Webhooks) { Product = new() { SilosApart = 1 } },
        new("turn-two-silos", "turn", LoadKind.Webhooks) { Product = new() { SilosApart = 2 } },
        new("turn-three-silos", "turn", LoadKind.Webhooks) { Product = new() { SilosApart = 3 } },
    ];

    /// <summary>What is not a rate beside baselines.</summary>
    public static IReadOnlyList<IQuestion> Questions { get; } =
        [new Pgbench(), new StartTime(), new ActiveAndCold(), new Import(), new EventDelivery(), new Stored(), new Backlog(), new Kills(), new Soak()];
}
