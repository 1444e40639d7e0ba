using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Mogambo.Simulator.Accounts;

namespace Mogambo.Simulator.Media;

/// <summary>A file in WhatsApp's hands.</summary>
/// <param name="Number">Files are tied to the number they were uploaded for.</param>
internal sealed record StoredMedia(string Id, Number Number, string MimeType, byte[] Bytes, DateTimeOffset StoredAt)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>Uploaded files, in memory and bounded: the oldest go first. Forgotten at a restart.</summary>
internal sealed class MediaShelf(SimulatorOptions options, TimeProvider time)
{
    /// <summary>Download addresses are valid five minutes (fact sheet 9).</summary>
    private static readonly TimeSpan AddressLife = TimeSpan.FromMinutes(5);

    /// <summary>Uploads are kept thirty days (fact sheet 9).</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, StoredMedia> _files = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly Queue<string> _order = new();
    private long _bytes;

    public StoredMedia Put(Number number, string mimeType, byte[] bytes)
    {
        var id = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture)
            + RandomNumberGenerator.GetInt32(100_000, 999_999).ToString(CultureInfo.InvariantCulture);
        var media = new StoredMedia(id, number, mimeType, bytes, time.GetUtcNow());
        lock (_gate)
        {
            _files[id] = media;
            _order.Enqueue(id);
            _bytes += bytes.Length;
            while (_bytes > options.MediaLimit && _order.Count > 1)
            {
                Take(_order.Dequeue());
            }
        }

        return media;
    }

    public StoredMedia? Find(string id) =>
        _files.TryGetValue(id, out var media) && time.GetUtcNow() < media.StoredAt + Kept ? media : null;

    public void Remove(string id)
    {
        lock (_gate)
        {
            Take(id);
        }
    }

    /// <summary>The path and query of a download address.</summary>
    public string Address(StoredMedia media)
    {
        var until = (time.GetUtcNow() + AddressLife).ToUnixTimeSeconds();
        return $"/whatsapp_business/attachments/?mid={media.Id}&ext={until}&hash={Hash(media.Id, until)}";
    }

    /// <summary>The file of a download address that is still valid.</summary>
    public StoredMedia? Open(string id, string until, string hash) =>
        long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && hash == Hash(id, seconds)
        && time.GetUtcNow().ToUnixTimeSeconds() < seconds
            ? Find(id)
            : null;

    public void Clear()
    {
        lock (_gate)
        {
            _files.Clear();
            _order.Clear();
            _bytes = 0;
        }
    }

    private void Take(string id)
    {
        if (_files.TryRemove(id, out var media))
        {
            _bytes -= media.Bytes.Length;
        }
    }

    private string Hash(string id, long until) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, System.Text.Encoding.ASCII.GetBytes($"{id}|{until}")))[..32];
}
