using System.Collections.Concurrent;
using System.Reflection;
using Mogambo.Contacts;
using Mogambo.Conversations;
using Mogambo.Subscriptions;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>A grain factory that knows conversations, contacts, templates and subscriptions.</summary>
public sealed class FakeGrains
{
    private readonly ConcurrentDictionary<string, FakeConversation> _conversations = [];

    private readonly ConcurrentDictionary<string, FakeTemplate> _templates = [];

    public FakeGrains()
    {
        Factory = DispatchProxy.Create<IGrainFactory, Proxy>();
        ((Proxy)Factory).Grains = this;
    }

    public IGrainFactory Factory { get; }

    /// <summary>How a conversation behaves that nothing else was said of.</summary>
    public Func<Task> Behave { get; set; } = () => Task.CompletedTask;

    public FakeContact Contact { get; } = new();

    public FakeSubscription Subscription { get; } = new();

    public IEnumerable<FakeConversation> Called => _conversations.Values.Where(conversation => !conversation.Received.IsEmpty);

    public bool IsUntouched => _conversations.IsEmpty;

    public FakeConversation Of(ConversationId id) => Of(id.ToString());

    public FakeTemplate Template(string name, string account = Some.Account) => TemplateOf($"{account}/{name}");

    private FakeTemplate TemplateOf(string key) => _templates.GetOrAdd(key, _ => new FakeTemplate());

    private FakeConversation Of(string key) => _conversations.GetOrAdd(key, _ => new FakeConversation { Behave = () => Behave() });

    // DispatchProxy derives from it.
    public class Proxy : DispatchProxy
    {
        public FakeGrains Grains { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            args is not [string key, ..] ? throw new NotSupportedException($"{targetMethod}")
            : targetMethod!.ReturnType == typeof(ISubscriptionGrain) ? Grains.Subscription
            : targetMethod.ReturnType == typeof(IContactGrain) ? Grains.Contact.Of(key)
            : targetMethod.ReturnType == typeof(ITemplateGrain) ? Grains.TemplateOf(key)
            : Grains.Of(key);
    }
}
