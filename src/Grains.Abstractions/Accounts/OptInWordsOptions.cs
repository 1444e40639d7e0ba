namespace Mogambo.Accounts;

/// <summary>
/// Words that, as the whole message, opt a user out and in (contract section 4). Bound from <c>Mogambo:Accounts:n:OptInWords</c>. A list
/// that is given replaces the built-in words of all languages.
/// </summary>
public sealed class OptInWordsOptions
{
    /// <summary>Compared without regard to case, accents' form, spaces around and punctuation at the end. Empty: the built-in ones.</summary>
    public IList<string> Stop { get; } = [];

    public IList<string> Start { get; } = [];

    /// <summary>Sent once after an opt-out, inside the window. Empty: nothing is sent.</summary>
    public string StopReply { get; set; } = "You will get no more messages from us. Write START if you change your mind.";

    public string StartReply { get; set; } = "You will get our messages again. Write STOP at any time.";
}
