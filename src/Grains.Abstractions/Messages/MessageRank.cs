namespace Mogambo.Messages;

/// <summary>The order of what is known of a message: attempt × 16 + <see cref="MessageStatus"/>.</summary>
public static class MessageRank
{
    public static int Of(int attempt, MessageStatus status) => (attempt * 16) + (int)status;

    public static int AttemptOf(int rank) => rank / 16;

    public static MessageStatus StatusOf(int rank) => (MessageStatus)(rank % 16);

    /// <summary>The instance took an attempt and did not fail it: sending again would be sending twice.</summary>
    public static bool IsTaken(int rank) => StatusOf(rank) is not (MessageStatus.None or MessageStatus.Failed);
}
