using CsCheck;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

/// <summary>Whatever happens to a conversation, in whatever order: the promises that are the rules' own hold after every step.</summary>
public sealed class RandomHistoryTests
{
    private static readonly Gen<(int What, int Which, int Seconds)> s_step = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1000], Gen.Int[0, 400]);

    [Theory]
    [InlineData(BotKind.Echo, OnUnknown.Hold)]
    [InlineData(BotKind.Echo, OnUnknown.Resend)]
    [InlineData(BotKind.Http, OnUnknown.Hold)]
    public void The_promises_hold_in_every_history(BotKind bot, OnUnknown onUnknown) =>
        s_step.Array[1, 120].Sample(steps => new History(Some.Account(bot, onUnknown)).Run(steps), iter: 3_000);

    /// <summary>A conversation, what its store would hold, and what left it.</summary>
    private sealed class History(Account account)
    {
        private readonly List<InboundMessage> _inbound = [];
        private readonly List<AttemptId> _claims = [];
        private readonly List<TurnId> _turns = [];
        private readonly Dictionary<MessageId, int> _ranks = [];
        private readonly HashSet<MessageId> _stored = [];
        private readonly Dictionary<MessageId, int> _repliesTo = [];
        private readonly Dictionary<MessageId, (MessagePhase Phase, int Attempt)> _rows = [];
        private ConversationState _state = ConversationState.New;
        private DateTimeOffset _now = Some.Noon;

        public void Run((int What, int Which, int Seconds)[] steps)
        {
            foreach (var (what, which, seconds) in steps)
            {
                _now = _now.AddSeconds(seconds);
                Step(what, which);
            }
        }

        private void Step(int what, int which)
        {
            switch (what)
            {
                case 0 or 1:
                    _inbound.Add(Some.Message(sentAt: _now.AddMinutes(-which)));
                    Receive(_inbound[^1]);
                    break;
                case 8:
                    // A backlog in one webhook: more than is remembered, with a repeat in it.
                    InboundMessage[] backlog = [.. Enumerable.Range(0, which % 25).Select(_ => Some.Message(sentAt: _now))];
                    _inbound.AddRange(backlog);
                    Receive([.. backlog, .. backlog.Take(3), .. _inbound.Take(2)]);
                    break;
                case 9 when _claims.Count > 0:
                    Fail(_claims[which % _claims.Count]);
                    break;
                case 10:
                    Apply(conversation => conversation.SetHandler(which % 4 == 0));
                    break;
                case 2 when _inbound.Count > 0:
                    Receive(_inbound[which % _inbound.Count]);
                    break;
                case 3 when _turns.Count > 0:
                    Apply(conversation => conversation.CompleteTurn(_turns[which % _turns.Count], which % 3 == 0
                        ? new BotAnswer.Failed("500")
                        : new BotAnswer.Replied([TextContent.Of("yes")])));
                    break;
                case 4 or 5 or 6 when _claims.Count > 0:
                    var attempt = _claims[which % _claims.Count];
                    Apply(conversation => conversation.RecordOutcome(attempt, Outcome(attempt, which)));
                    break;
                case 7 when _claims.Count > 0:
                    _ranks[_claims[which % _claims.Count].Message] = Math.Max(
                        _ranks[_claims[which % _claims.Count].Message],
                        MessageRank.Of(_claims[which % _claims.Count].Number, MessageStatus.Sent));
                    break;
                default:
                    Apply(conversation => conversation.Wake([.. _state.Outbox.Select(entry => Row(entry.Id))]));
                    break;
            }
        }

        private static SendOutcome Outcome(AttemptId attempt, int which) => (which % 7) switch
        {
            0 or 1 => new SendOutcome.Accepted("wamid." + attempt),
            2 => new SendOutcome.Unknown("timeout"),
            3 => Some.Refusal(SendRemedy.WaitForPair),
            4 => Some.Refusal(SendRemedy.Fail),
            5 => Some.Refusal(SendRemedy.TryAgain),
            _ => Some.Refusal(SendRemedy.BackOff),
        };

        private void Receive(params InboundMessage[] messages) => Apply(conversation => conversation.Receive(messages));

        /// <summary>A failed status whose code lets the message be sent again.</summary>
        private void Fail(AttemptId attempt)
        {
            _ranks[attempt.Message] = Math.Max(_ranks[attempt.Message], MessageRank.Of(attempt.Number, MessageStatus.Failed));
            StatusUpdate status = new()
            {
                Attempt = attempt,
                Number = account.Numbers[0].Id,
                Wamid = "wamid." + attempt,
                Status = MessageStatus.Failed,
                At = _now,
                Error = new() { Code = 131000, Title = "Something went wrong" },
                Remedy = SendRemedy.BackOffBriefly,
            };
            Apply(conversation => conversation.RecordStatus(status, Row(attempt.Message)));
        }

        /// <summary>As the grain and the store do it: decided again where the store knows better, adopted otherwise.</summary>
        private void Apply(Func<Conversation, Decision> decide)
        {
            var context = Some.Context(_now, account);
            for (var tries = 0; tries < 1_000; tries++)
            {
                var decision = decide(new(_state, context));
                Assert.Equal(decision.NewMessages.Count, decision.NewMessages.DistinctBy(row => row.Key.Id).Count());
                if (decision.NewMessages.Select(row => row.Key.Id).Where(_stored.Contains).ToArray() is { Length: > 0 } known)
                {
                    context = context with { Stored = context.Stored.Union(known) };
                }
                else if (decision.Send is { } send && MessageRank.IsTaken(_ranks.GetValueOrDefault(send.Id)))
                {
                    context = context with { Taken = context.Taken.SetItem(send.Id, _ranks[send.Id]) };
                }
                else
                {
                    Adopt(decision);
                    return;
                }
            }

            Assert.Fail("The conversation decides for ever.");
        }

        private void Adopt(Decision decision)
        {
            var before = _state;
            _state = decision.Next;
            foreach (var row in decision.NewMessages)
            {
                Assert.True(row.Direction == MessageDirection.Outbound || _stored.Add(row.Key.Id), "An inbound message took effect twice.");
                if (row.InReplyTo is { } inbound)
                {
                    _rows[row.Key.Id] = (row.Phase, row.Attempt);
                    _ranks[row.Key.Id] = 0;
                    _repliesTo[inbound] = _repliesTo.GetValueOrDefault(inbound) + 1;
                }
            }

            foreach (var change in decision.Changes)
            {
                _rows[change.Id] = (change.Phase, change.Attempt);
            }

            foreach (var change in decision.Changes.Where(change => change.Status != MessageStatus.None))
            {
                _ranks[change.Id] = Math.Max(_ranks[change.Id], MessageRank.Of(change.Attempt, change.Status));
            }

            Check(before, decision);
        }

        private void Check(ConversationState before, Decision decision)
        {
            Assert.True(_state.Outbox.Count(entry => entry.Phase == MessagePhase.Claimed) <= 1, "Two messages in flight.");
            Assert.Equal(_state.Outbox.Length, _state.Outbox.DistinctBy(entry => entry.Id).Count());
            Assert.True(_state.Window.ClosesAt >= before.Window.ClosesAt, "The window was shortened.");
            Assert.True(_state.Window.ClosesAt <= _now + CustomerServiceWindow.Length, "The window is too long.");
            Assert.All(_repliesTo.Values, count => Assert.Equal(1, count));
            Assert.True(
                _state.Turns.IsEmpty && _state.Outbox.IsEmpty || decision.IsEmpty || decision.DueAt is not null,
                "Something waits and nothing will wake it.");

            if (decision.Send is { } send)
            {
                Assert.True(_state.Window.AllowsSendAt(_now), "Claimed outside the window.");
                Assert.DoesNotContain(send.AttemptId, _claims);
                Assert.False(MessageRank.IsTaken(_ranks[send.Id]), "Claimed after the instance had taken it.");
                _claims.Add(send.AttemptId);

                // As the store does it: from here on nothing that is said of an earlier attempt moves the row.
                _ranks[send.Id] = Math.Max(_ranks[send.Id], MessageRank.Of(send.Attempt, MessageStatus.None));
            }

            if (decision.Ask is { } turn)
            {
                _turns.Add(turn.Id);
            }
        }

        private StoredMessage Row(MessageId id) => new()
        {
            Key = MessageKey.OfOutbound(id),
            Phase = _rows[id].Phase,
            Attempt = _rows[id].Attempt,
            Conversation = new(account.Numbers[0].Id, Some.User()),
            Direction = MessageDirection.Outbound,
            Type = "text",
            Content = [],
            Rank = _ranks[id],
        };
    }
}
