using System.Collections.Concurrent;
using System.Text;
using Mogambo.Storage.Secrets;
using Mogambo.Subscriptions;

namespace Mogambo.Grains.Tests.Subscriptions;

/// <summary>Takes every event; keeps secrets as they are.</summary>
internal sealed class RecordingReceiver : IEventPoster, ISecretProtector
{
    public ConcurrentQueue<(string Url, string Id)> Got { get; } = [];

    public Task<PostResult> PostAsync(Uri url, IReadOnlyList<string> secrets, string id, byte[] body, CancellationToken cancellationToken)
    {
        Got.Enqueue((url.AbsoluteUri, id));
        return Task.FromResult(new PostResult(200, null));
    }

    public byte[] Protect(string secret) => Encoding.UTF8.GetBytes(secret);

    public string Unprotect(byte[] stored) => Encoding.UTF8.GetString(stored);
}
