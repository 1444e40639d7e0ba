using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Storage.OptIns;

/// <summary>An entry of the ledger as its columns.</summary>
internal sealed class OptInEntryRow(NewOptIn entry)
{
    public string Account => entry.Account.Value;

    public string User => entry.User.Value;

    public long At => entry.At.ToUnixTimeMilliseconds();

    /// <summary>A hash of what, with the other columns of the key, makes an entry a repeat.</summary>
    public Guid Id { get; } = IdOf(entry);

    public string? Number => entry.Number?.Value;

    public int Action => (int)entry.Action;

    public string Source => entry.Source;

    public string? Evidence => CleanText.Of(entry.Evidence);

    public string By => CleanText.Of(entry.By);

    private static Guid IdOf(NewOptIn entry)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{entry.Number?.Value}\n{(int)entry.Action}\n{entry.Source}");
        return PrefixedId.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
