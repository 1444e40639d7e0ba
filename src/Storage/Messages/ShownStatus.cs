using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>The one word a message's status is shown as: what the instance said of the current attempt, or else where it stands with us.</summary>
internal static class ShownStatus
{
    private const string Heard = "m.rank >= m.attempt * 16 + 1";

    public static string Of(MessagePhase phase, int attempt, int rank) => rank > MessageRank.Of(attempt, MessageStatus.None)
        ? WordOf(MessageRank.StatusOf(rank))
        : WordOf(phase);

    /// <summary>The condition that a row is shown as this word. Unknown messages, which are few, have an index.</summary>
    public static string Condition(string word)
    {
        var conditions = Enum.GetValues<MessageStatus>()
            .Where(status => status != MessageStatus.None && WordOf(status) == word)
            .Select(status => $"({Heard} and m.rank % 16 = {status:D})")
            .Concat(Enum.GetValues<MessagePhase>()
                .Where(phase => WordOf(phase) == word)
                .Select(phase => phase == MessagePhase.Unknown ? $"(m.is_unknown and not {Heard})" : $"(m.phase = {phase:D} and not {Heard})"))
            .ToList();
        return conditions.Count == 0 ? "1 = 0" : $"({string.Join(" or ", conditions)})";
    }

#pragma warning disable CA1308 // The words of the interface are lower case.
    public static string WordOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
