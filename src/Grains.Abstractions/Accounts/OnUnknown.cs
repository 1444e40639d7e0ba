namespace Mogambo.Accounts;

/// <summary>The account's policy for a message whose outcome is unknown and that no status has settled.</summary>
public enum OnUnknown
{
    /// <summary>It stands as <c>unknown</c> until a status or a person decides.</summary>
    Hold,

    /// <summary>After 60 s it is sent once more, marked <c>possible_duplicate</c>.</summary>
    Resend,
}
