using System.Collections.Concurrent;
using System.Reflection;
using Mogambo.Conversations;
using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>A grain factory that knows conversations and subscriptions only.</summary>
public sealed class FakeGrains
{
    private readonly ConcurrentDictionary<string, FakeConversation> _conversations = [];

    public FakeGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, Proxy>();
        ((Proxy)Factory).Grains = this;
    }

    public IGrainFactory Factory { get; }

    /// <summary>How a conversation behaves that nothing else was said of.</summary>
    public Func<Task> Behave { get; set; } = () => Task.CompletedTask;

    public FakeSubscription Subscription { get; } = new();

    public IEnumerable<FakeConversation> Called => _conversations.Values.Where(conversation => !conversation.Received.IsEmpty);

    public bool IsUntouched => _conversations.IsEmpty;

    public FakeConversation Of(ConversationId id) => Of(id.ToString());

    private FakeConversation Of(string key) => _conversations.GetOrAdd(key, _ => new FakeConversation { Behave = () => Behave() });

    // DispatchProxy derives from it.
    public class Proxy : DispatchProxy
    {
        public FakeGrains Grains { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.ReturnType == typeof(ISubscriptionGrain) ? Grains.Subscription
            : args is [string key, ..] ? Grains.Of(key) : throw new NotSupportedException($"{targetMethod}");
    }
}
