namespace Mogambo.Messages;

/// <summary>What helps after an attempt that WhatsApp did not take (fact sheet 14, design 4.3).</summary>
[GenerateSerializer, Alias("mogambo.send-remedy")]
public enum SendRemedy
{
    /// <summary>Nothing: the same message would be refused again.</summary>
    Fail = 0,

    /// <summary>Not tried at all (no claim fresh enough, no connection): at once again.</summary>
    TryAgain = 1,

    /// <summary>WhatsApp is busy: 1 s × 2^n with jitter.</summary>
    BackOff = 2,

    /// <summary>A transient fault that often is not one (codes 1, 131000): as <see cref="BackOff"/>, three times at most.</summary>
    BackOffBriefly = 3,

    /// <summary>Pair rate (131056): this conversation waits 4^X s.</summary>
    WaitForPair = 4,

    /// <summary>Minutes: maintenance, throughput upgrade, app or account rate limits.</summary>
    WaitMinutes = 5,

    /// <summary>The user had enough marketing for now (131049): 24 h, growing; other messages go on.</summary>
    WaitForUser = 6,

    /// <summary>Template paused (132015): held until it is approved again.</summary>
    HoldForTemplate = 7,

    /// <summary>The number can send nothing until the operator acts (190, 10, 200-299, 131031, 131042, 368): the number is parked.</summary>
    ParkNumber = 8,
}
