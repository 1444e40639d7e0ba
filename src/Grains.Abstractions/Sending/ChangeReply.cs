namespace Mogambo.Sending;

/// <summary>Whether a message could still be changed.</summary>
[GenerateSerializer, Alias("mogambo.change-reply")]
public enum ChangeReply
{
    Done = 0,

    /// <summary>The conversation has no such outbound message.</summary>
    NotFound = 1,

    /// <summary>It is claimed, sent or over already; or, for a resolution, its outcome is not unknown.</summary>
    TooLate = 2,
}

/// <summary>What a person says of a message whose outcome is unknown.</summary>
[GenerateSerializer, Alias("mogambo.resolution")]
public enum Resolution
{
    Sent = 0,
    Failed = 1,
    Resend = 2,
}
