using System.Collections.Concurrent;
using Mogambo.Contacts;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Records whom it was asked to erase, and says what a test has it say.</summary>
public sealed class FakeContact
{
    public ConcurrentQueue<string> Erased { get; } = [];

    /// <summary>The answers to the next erasures of a person; without more they are done.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Func<bool>>> Answers { get; } = [];

    public IContactGrain Of(string key) => new Grain(this, key);

    private sealed class Grain(FakeContact contact, string key) : IContactGrain
    {
        public Task<bool> EraseAsync()
        {
            contact.Erased.Enqueue(key);
            return Task.FromResult(!contact.Answers.TryGetValue(key, out var answers) || !answers.TryDequeue(out var answer) || answer());
        }

        public Task<ContactAnswer> ResolveAsync() => throw new NotSupportedException();

        public Task LearnAsync(string? waId, DateTimeOffset at) => throw new NotSupportedException();
    }
}
