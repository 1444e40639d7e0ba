using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>Why we ourselves do not send, or cannot say whether we did, in the words the API shows.</summary>
internal static class SendRefusals
{
    /// <summary>WhatsApp's own code for it; <c>details</c> is the problem's name (contract section 3).</summary>
    public static readonly MessageError WindowClosed = new()
    {
        Code = 131047,
        Title = "Re-engagement message",
        Details = "window-closed",
        Advice = "More than 24 hours have passed since the user's last message: send an approved template, or wait until the user writes.",
    };

    public static readonly MessageError TooManyWaiting = new()
    {
        Code = 0,
        Title = "Too many messages wait",
        Details = $"{Conversation.MaxWaiting} messages of this conversation wait to be sent already.",
        Advice = "See what the first of them is held for; send this one again afterwards.",
    };

    public static readonly MessageError NotOptedIn = new()
    {
        Code = 131050,
        Title = "The user has not opted in",
        Details = "not-opted-in",
        Advice = "Record the user's opt-in before sending a template, or wait until the user writes.",
    };

    public static readonly MessageError PortfolioFull = new()
    {
        Code = 0,
        Title = "The portfolio's limit of users is reached",
        Details = "As many users as the portfolio may begin with in 24 hours have been written to.",
        Advice = "Nothing to do: it is sent as soon as there is room.",
        Retryable = true,
    };

    public static readonly MessageError SaidToHaveFailed = new()
    {
        Code = 0,
        Title = "Outcome unknown",
        Details = "A person decided that it was not sent.",
        Advice = "Nothing to do; send another message if it still matters.",
    };

    public static readonly MessageError SentAgainOnRequest = new()
    {
        Code = 0,
        Title = "Outcome unknown",
        Details = "No status has settled the first attempt; a person had it sent again.",
        Advice = "The user may get it twice.",
    };

    public static readonly MessageError SentAgain = new()
    {
        Code = 0,
        Title = "Outcome unknown",
        Details = "No status has settled the first attempt; the account's policy sends it again.",
        Advice = "The user may get it twice.",
    };

    public static MessageError OutcomeUnknown(string reason) => new()
    {
        Code = 0,
        Title = "Outcome unknown",
        Details = reason,
        Advice = "WhatsApp may have taken it: it is not sent again unless the account's policy or a person says so. A status webhook settles it.",
    };
}
