namespace Mogambo.Bots;

/// <summary>One question to a bot: the same on every retry. Shown as <c>trn_</c> and Crockford base32.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.turn-id")]
public readonly record struct TurnId([property: Id(0)] Guid Value)
{
    public static TurnId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => PrefixedId.Format("trn_", Value);
}
