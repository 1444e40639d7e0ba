using Mogambo.Storage.Conversations;

namespace Mogambo.Conversations;

/// <summary>What a decision is on disk.</summary>
internal sealed partial class ConversationGrain
{
    private async Task<CommitResult> CommitAsync(Decision decision)
    {
        try
        {
            return await store.CommitAsync(new()
            {
                Id = _id,
                Account = _number.Account.Id,
                ExpectedVersion = _version,
                State = serializer.SerializeToArray(decision.Next),
                Summary = new()
                {
                    Name = decision.Next.Name,
                    WaId = decision.Next.WaId,
                    BusinessScopedUserId = decision.Next.BusinessScopedUserId,
                    WindowClosesAt = decision.Next.Window == CustomerServiceWindow.NeverOpened ? null : decision.Next.Window.ClosesAt,
                    HandledByHuman = decision.Next.HandledByHuman,
                    LastMessageAt = decision.Next.LastMessageAt,
                },
                DueAt = decision.DueAt,
                IsLeased = decision.IsLeased,
                NewMessages = decision.NewMessages,
                Changes = decision.Changes,
                BotContext = decision.BotContext,
                DeadLetters = decision.DeadLetters,
                ReplayedDeadLetters = decision.ReplayedDeadLetters,
                Park = decision.Park,
                OptIns = decision.OptIns,
                Idempotency = decision.Idempotency,
                Portfolio = decision.Portfolio,
                OpensWindow = decision.OpensWindow,
            });
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
