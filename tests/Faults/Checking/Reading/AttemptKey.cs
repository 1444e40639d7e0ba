namespace Mogambo.Faults.Checking.Reading;

/// <summary>One attempt to send a message; attempts count from 1.</summary>
public readonly record struct AttemptKey(Guid Message, int Number)
{
    public override string ToString() => $"{ShownId.Of(ShownId.Message, Message)}.{Number}";
}
