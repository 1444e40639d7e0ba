using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.WebhookEvents;

/// <summary>A webhook event as its columns; its key is a hash of what makes it the same event when WhatsApp repeats it.</summary>
internal sealed class WebhookEventRow(NewWebhookEvent item)
{
    /// <summary>The events of a batch, sorted by key.</summary>
    public static IEnumerable<WebhookEventRow> Of(WriteBatch batch) =>
        batch.Events.Select(item => new WebhookEventRow(item)).OrderBy(row => row.Id.ToString(), StringComparer.Ordinal);

    public Guid Id { get; } = KeyOf(item);

    public string Account => item.Account.Value;

    public string Field => CleanText.Of(item.Field);

    public long? EntryTime => item.EntryTime?.ToUnixTimeMilliseconds();

    public byte[] Raw => item.Raw;

    public long ReceivedAt => item.ReceivedAt.ToUnixTimeMilliseconds();

    private static Guid KeyOf(NewWebhookEvent item)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var time = item.EntryTime?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        sha.AppendData(Encoding.UTF8.GetBytes($"{item.Account.Value}\n{item.Field.Length}\n{item.Field}\n{time}\n"));
        sha.AppendData(item.Raw);
        return new(sha.GetHashAndReset().AsSpan(0, 16), bigEndian: true);
    }
}
