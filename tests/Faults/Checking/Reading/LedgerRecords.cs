namespace Mogambo.Faults.Checking.Reading;

/// <summary>A message that a user wrote; its wamid is its key.</summary>
public sealed record Written(string? User, string? Number);

/// <summary>What the instance did with one request to send. <paramref name="Place"/> grows in the order of the decisions.</summary>
/// <param name="Attempt">Null: it carried no id of ours.</param>
/// <param name="Wamid">The instance's id, where it took the message.</param>
public sealed record Send(
    int Place, DateTimeOffset At, string Decision, AttemptKey? Attempt, string? Wamid, string? User, string? Number, string? Type, int HttpStatus, int Code = 0)
{
    public bool IsAccepted => Decision is "accepted" or "dropped-after-accept" or "silent-after-accept" or "garbage-after-accept";

    /// <summary>The sender cannot know what became of it.</summary>
    public bool IsAmbiguous => Decision is "dropped-after-accept" or "silent-after-accept" or "garbage-after-accept" or "dropped-before" or "hung" or "garbage";

    /// <summary>It may have been taken for ambiguous, though the instance said no.</summary>
    public bool IsVague => IsAmbiguous || HttpStatus >= 500;
}

/// <summary>A question that arrived at the business's bot; <paramref name="Turn"/> is its webhook-id.</summary>
public sealed record BotCall(int Place, string Turn, string? Wamid, string? User, string? Number, bool IsSignatureValid);

/// <summary>What the bot answered: <c>text</c>, <c>none</c>, <c>error</c> or <c>timeout</c>.</summary>
public sealed record BotReply(string Turn, string Mode);

/// <summary>One try of a call to the send API.</summary>
public sealed record ApiCall(string Key, string? Account, string? Number, string? User);

public sealed record ApiAck(string Key, int HttpStatus, string? Message)
{
    public bool IsSuccess => HttpStatus is >= 200 and < 300;
}

/// <summary>An event that arrived at a subscriber, and what was answered.</summary>
public sealed record Callback(string Id, string? Account, bool IsSignatureValid, int HttpStatus);

public sealed record OptOut(DateTimeOffset At, string Account, string User);

/// <summary>One fault, from its start to its end. One that has no end is over at once.</summary>
public sealed record Fault(string Name, string Target, DateTimeOffset Start, DateTimeOffset End);
