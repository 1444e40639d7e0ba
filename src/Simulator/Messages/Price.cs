namespace Mogambo.Simulator.Messages;

/// <summary>What a delivered message costs, by the day it is sent (fact sheet 11.4). No volume tiers and no monthly free tier.</summary>
internal static class Price
{
    public const string Regular = "regular";
    public const string FreeInWindow = "free_customer_service";

    /// <summary>Since then answers, and utility templates in the window, cost money like any other message.</summary>
    private static readonly DateTimeOffset NothingIsFreeSince = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The pricing type of a message: service, and utility within the window, were free before October 2026.</summary>
    public static string TypeOf(string category, bool isWindowOpen, DateTimeOffset at) =>
        at < NothingIsFreeSince && (category == "service" || (category == "utility" && isWindowOpen)) ? FreeInWindow : Regular;
}
