using Mogambo.Accounts;
using Mogambo.WhatsApp;

namespace Mogambo.Conversations;

/// <summary>What the rules may know beside the state.</summary>
internal sealed partial class ConversationGrain
{
    // The key is the person; the exact form that WhatsApp gave last is the address.
    private Recipient Address() => _id.User.IsBusinessScoped ? new(_state.WaId, _id.User.Value) : new(_state.WaId ?? _id.User.Value, null);

    private ConversationContext Context(bool mayBegin)
    {
        var now = time.GetUtcNow();
        var takesNumber = new Lazy<bool>(() => throughput.TryTake(_number, _id), LazyThreadSafetyMode.None);
        return new()
        {
            Id = _id,
            Number = _number,
            Now = now,
            Process = process.Id,
            InlineBot = inlineBots.Of(_number.Account),
            AsksBot = _number.Account.Options.Bot.Kind == BotKind.Http,
            RestoredAt = restore.At,
            Words = _words,
            MayBegin = mayBegin,
            TakesNumber = () => takesNumber.Value,
            Estimate = category => rates.Estimate(_id.User, category, now),
            IsBeingSent = sender.IsUnderWay,
            MayHaveLeft = sender.MayHaveLeft,
            IsBeingAsked = botCalls.IsUnderWay,
        };
    }
}
