namespace Mogambo.Faults.Nemesis;

/// <summary>What a fault strikes: webhooks not yet acknowledged, sends claimed, bots being asked.</summary>
public sealed record InFlight(long Posts, long Sends, long BotCalls)
{
    public bool IsNothing => Posts + Sends + BotCalls == 0;

    public override string ToString() => $"{Posts} webhooks, {Sends} sends, {BotCalls} questions";
}
