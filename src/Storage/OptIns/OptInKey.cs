namespace Mogambo.Storage.OptIns;

/// <summary>Names the row of a user's opt-in.</summary>
internal readonly record struct OptInKey(string Account, string User)
{
    public static OptInKey Of(NewOptIn entry) => new(entry.Account.Value, entry.User.Value);
}
