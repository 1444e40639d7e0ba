using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Tests.Inbox;

/// <summary>Which conversations' messages join those that wait, where rows of several processes come together.</summary>
public sealed class InboxStateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConversationId _conversation = Some.Conversation(Some.User());

    [Fact]
    public void A_row_taken_over_from_another_process_does_not_count_for_one_of_ours()
    {
        using var state = new InboxState(_time);
        state.Spilling(_conversation);
        state.Taken(Row(1, isOwn: false));

        state.Dispatched(Row(1, isOwn: false));
        Assert.True(state.IsSpilled(_conversation));

        state.Taken(Row(2, isOwn: true));
        state.Dispatched(Row(2, isOwn: true));
        Assert.False(state.IsSpilled(_conversation));
    }

    [Fact]
    public void What_was_taken_over_is_not_passed_either_however_often_it_is_tried()
    {
        using var state = new InboxState(_time);
        for (var tries = 0; tries < 3; tries++)
        {
            state.Taken(Row(1, isOwn: false));
            state.Tried(_conversation);
            Assert.True(state.IsSpilled(_conversation));
        }

        state.Dispatched(Row(1, isOwn: false));
        Assert.False(state.IsSpilled(_conversation));
    }

    [Fact]
    public void Rows_that_another_process_took_over_are_forgotten_after_two_minutes()
    {
        using var state = new InboxState(_time);
        state.Spilling(_conversation);
        _time.Advance(TimeSpan.FromSeconds(119));
        state.ForgetTakenOver();
        Assert.True(state.IsSpilled(_conversation));

        _time.Advance(TimeSpan.FromSeconds(2));
        state.ForgetTakenOver();
        Assert.False(state.IsSpilled(_conversation));

        // Should it come back after all, nothing is owed for it.
        state.Taken(Row(1, isOwn: true));
        state.Dispatched(Row(1, isOwn: true));
        state.Spilling(_conversation);
        Assert.True(state.IsSpilled(_conversation));
    }

    private InboxChange Row(long id, bool isOwn) => new(id, AccountId.Parse(Some.Account), _conversation, [], 1) { IsOwn = isOwn };
}
