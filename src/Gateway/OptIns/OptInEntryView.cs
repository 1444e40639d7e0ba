using System.Text.Json.Serialization;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.OptIns;

/// <summary>An entry of the ledger as callers see it.</summary>
/// <param name="Number">The number it holds for; absent: all numbers of the account.</param>
internal sealed record OptInEntryView(
    string Action,
    DateTimeOffset At,
    string Source,
    string? Evidence,
    string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Number)
{
    public static OptInEntryView Of(OptInEntry entry) =>
        new(WordOf(entry.Action), entry.At, entry.Source, entry.Evidence, entry.By, entry.Number?.Value);

    public static string WordOf(OptInAction action) => action switch
    {
        OptInAction.OptedIn => "opted_in",
        OptInAction.OptedOut => "opted_out",
        OptInAction.MarketingStopped => "marketing_stopped",
        OptInAction.MarketingResumed => "marketing_resumed",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
