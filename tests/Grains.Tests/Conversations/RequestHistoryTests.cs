using CsCheck;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Grains.Tests.Conversations;

/// <summary>Whatever a business asks and whatever the world does meanwhile: the promises of sending by API hold after every step.</summary>
public sealed class RequestHistoryTests
{
    private static readonly Gen<(int What, int Which, int Seconds)> s_step = Gen.Select(Gen.Int[0, 15], Gen.Int[0, 1000], Gen.Int[0, 400]);

    [Theory]
    [InlineData(BotKind.Echo, OnUnknown.Hold)]
    [InlineData(BotKind.Http, OnUnknown.Resend)]
    public void The_promises_hold_in_every_history(BotKind bot, OnUnknown onUnknown) =>
        s_step.Array[1, 120].Sample(steps => new History(Some.Account(bot, onUnknown, usersPer24h: 5)).Run(steps), iter: 1_000);

    /// <summary>A conversation, what its store holds, and what the store knows of templates, opt-in and limits.</summary>
    private sealed class History(Account account)
    {
        private static readonly TemplateUse[] s_uses = [Some.Plan, Some.Plan with { Template = new("other", "en") }];

        private readonly ConversationContext _context = Some.Context(account: account);
        private readonly Dictionary<TemplateUse, TemplateRow?> _templates = s_uses.ToDictionary(use => use, use => (TemplateRow?)Some.TemplateRow(TemplateStatus.Approved, use));
        private readonly Dictionary<MessageId, (MessagePhase Phase, int Attempt, int Rank)> _rows = [];
        private readonly List<AttemptId> _claims = [];
        private readonly List<DateTimeOffset> _claimedAt = [];
        private readonly List<MessageId> _accepted = [];
        private ConversationState _state = ConversationState.New;
        private DateTimeOffset _now = Some.Noon;
        private bool _isOptedIn = true;
        private bool _isParked;
        private bool _isFull;
        private bool _hasRoom = true;

        public void Run((int What, int Which, int Seconds)[] steps)
        {
            foreach (var (what, which, seconds) in steps)
            {
                _now = _now.AddSeconds(seconds);
                Step(what, which);
            }

            End();
        }

        private void Step(int what, int which)
        {
            switch (what)
            {
                case 0:
                    Apply(conversation => conversation.Receive([Some.Message(_now.AddMinutes(-which), which % 5 == 0 ? "stop" : "hello")]));
                    break;
                case 1 or 2 or 3 or 4:
                    Send(Request(which));
                    break;
                case 5 when _accepted.Count > 0:
                    Apply(conversation => conversation.Cancel(_accepted[which % _accepted.Count]));
                    break;
                case 6 when _accepted.Count > 0:
                    var id = _accepted[which % _accepted.Count];
                    Apply(conversation => conversation.Resolve(Row(id), (Resolution)(which % 3), new() { Template = s_uses[0] }));
                    break;
                case 7 or 8 or 9 when _claims.Count > 0:
                    var attempt = _claims[^(1 + (which % Math.Min(_claims.Count, 3)))];
                    Apply(conversation => conversation.RecordOutcome(attempt, Outcome(attempt, which)));
                    break;
                case 10:
                    var use = s_uses[which % 2];
                    _templates[use] = which % 11 == 0 ? null : Some.TemplateRow((TemplateStatus)(which % 7 + 1), use, which % 13 == 0 ? "changed" : null);
                    break;
                case 11:
                    (_isOptedIn, _isParked, _isFull, _hasRoom) = (which % 5 != 0, which % 7 == 0, which % 3 == 0, which % 4 != 0);
                    break;
                case 12:
                    _now = _now.AddHours(which % 30);
                    Wake();
                    break;
                case 13 when _claims.Count > 0:
                    Hear(_claims[which % _claims.Count], MessageStatus.Sent);
                    break;
                default:
                    Wake();
                    break;
            }
        }

        private SendRequest Request(int which) => (which % 6) switch
        {
            0 => Some.Text(),
            1 => Some.Text() with { IfWindowClosed = IfWindowClosed.Park, ExpiresAt = which % 2 == 0 ? null : _now.AddMinutes(which) },
            2 => Some.Text() with { IfWindowClosed = IfWindowClosed.SendTemplate, Fallback = Some.TemplateContent(), FallbackTemplate = s_uses[which % 2] },
            _ => Some.Template(s_uses[which % 2]),
        } with
        { SendAt = which % 4 == 0 ? _now.AddMinutes(which) : null, OnUnknown = which % 10 == 0 ? OnUnknown.Resend : null };

        private static SendOutcome Outcome(AttemptId attempt, int which) => (which % 8) switch
        {
            0 or 1 => new SendOutcome.Accepted("wamid." + attempt),
            2 => new SendOutcome.Unknown("timeout"),
            3 => Some.Refusal(SendRemedy.HoldForTemplate, 132015),
            4 => Some.Refusal(SendRemedy.Fail, 131047),
            5 => Some.Refusal(SendRemedy.TryAgain),
            6 => Some.Refusal(SendRemedy.WaitForUser, 131049),
            _ => Some.Refusal(SendRemedy.BackOff),
        };

        private void Send(SendRequest request)
        {
            if (Apply(conversation => conversation.Send(request)).Reply is SendReply.Taken taken)
            {
                _accepted.Add(taken.Message);
            }
        }

        private Decision Wake() => Apply(conversation => conversation.Wake([.. _state.Outbox.Select(entry => Row(entry.Id))]));

        private void Hear(AttemptId attempt, MessageStatus status)
        {
            var row = _rows[attempt.Message];
            _rows[attempt.Message] = row with { Rank = Math.Max(row.Rank, MessageRank.Of(attempt.Number, status)) };
        }

        /// <summary>As the grain and the store do it: decided again where the store knows better, adopted otherwise.</summary>
        private Decision Apply(Func<Conversation, Decision> decide)
        {
            var context = _context with { Now = _now, TakesNumber = () => _hasRoom };
            for (var tries = 0; tries < 300; tries++)
            {
                var decision = decide(new(_state, context));
                if (decision.IsEmpty)
                {
                    Assert.Same(_state, decision.Next);
                    return decision;
                }

                if (Refuse(decision) is not { } refused)
                {
                    Adopt(decision);
                    return decision;
                }

                context = context.Knowing(refused);
            }

            Assert.Fail("The conversation decides for ever.");
            return null!;
        }

        private CommitResult.ClaimRefused? Refuse(Decision decision)
        {
            TemplateUse[] uses =
            [
                .. decision.NewMessages.Select(row => row.Template).OfType<TemplateUse>(),
                .. decision.Changes.Where(change => change.IsClaim).Select(change => change.Template).OfType<TemplateUse>(),
            ];
            var isClaim = decision.Send is not null;
            var refused = new CommitResult.ClaimRefused
            {
                Parked = isClaim && _isParked ? new("hash", new() { Code = 190, Title = "Expired" }, _now) : null,
                Taken = decision.Changes
                    .Where(change => change.IsClaim && MessageRank.IsTaken(_rows[change.Id].Rank))
                    .ToDictionary(change => change.Id, change => _rows[change.Id].Rank),
                Templates = uses.Distinct().Where(use => _templates[use] is not { MaySend: true } row || row.Shape != use.Shape).ToDictionary(use => use, use => _templates[use]),
                NotOptedIn = _isOptedIn ? new HashSet<TemplateUse>() : [.. uses],
                PortfolioFullUntil = decision.Portfolio is not null && _isFull ? _now.AddMinutes(10) : null,
            };
            return refused is { Parked: null, Taken.Count: 0, Templates.Count: 0, NotOptedIn.Count: 0, PortfolioFullUntil: null } ? null : refused;
        }

        private void Adopt(Decision decision)
        {
            _state = decision.Next;
            foreach (var row in decision.NewMessages.Where(row => row.Direction == MessageDirection.Outbound))
            {
                _rows[row.Key.Id] = (row.Phase, row.Attempt, row.IsClaim ? MessageRank.Of(row.Attempt, MessageStatus.None) : 0);
            }

            foreach (var change in decision.Changes)
            {
                var rank = change.IsClaim || change.Status != MessageStatus.None ? MessageRank.Of(change.Attempt, change.Status) : 0;
                if (change.IsClaim)
                {
                    Assert.True(_rows[change.Id].Phase is not (MessagePhase.Canceled or MessagePhase.Expired or MessagePhase.Failed), $"Claimed though {_rows[change.Id].Phase}.");
                }

                _rows[change.Id] = (change.Phase, change.Attempt, Math.Max(_rows[change.Id].Rank, rank));
            }

            Check(decision);
        }

        private void Check(Decision decision)
        {
            Assert.True(_state.Outbox.Count(entry => entry.Phase == MessagePhase.Claimed) <= 1, "Two messages in flight.");
            Assert.True(_state.Outbox.IsEmpty || decision.DueAt is not null, "Something waits and nothing will wake it.");
            Assert.True(_state.Outbox.Length <= Conversation.MaxWaiting, "The state grows.");
            Assert.All(_state.Outbox, entry => Assert.Equal(entry.Phase, _rows[entry.Id].Phase));
            Assert.All(_accepted, id => Assert.True(
                _state.Outbox.Any(entry => entry.Id == id)
                    || _rows[id].Phase is MessagePhase.Settled or MessagePhase.Failed or MessagePhase.Canceled or MessagePhase.Expired or MessagePhase.Unknown,
                $"A message that was accepted is {_rows[id].Phase} and nowhere."));

            if (decision.Send is { } send)
            {
                Assert.True(send.Terms?.Template is not null || _state.Window.AllowsSendAt(_now), "Claimed outside the window.");
                Assert.DoesNotContain(send.AttemptId, _claims);
                Assert.DoesNotContain(
                    _state.Outbox.TakeWhile(entry => entry.Id != send.Id),
                    entry => entry.Phase == MessagePhase.Queued && entry.At <= _now);
                _claims.Add(send.AttemptId);
                _claimedAt.Add(_now);
                Assert.True(
                    _claimedAt.Count <= PairRate.Burst || _now - _claimedAt[^(PairRate.Burst + 1)] >= PairRate.Interval,
                    "More than the pair may have.");
            }
        }

        /// <summary>Nothing stands in the way any more: the clock alone brings everything that was accepted to an end.</summary>
        private void End()
        {
            (_isOptedIn, _isParked, _isFull, _hasRoom) = (true, false, false, true);
            foreach (var use in s_uses)
            {
                _templates[use] = Some.TemplateRow(TemplateStatus.Approved, use);
            }

            var decision = Wake();
            for (var turns = 0; !_state.Outbox.IsEmpty; turns++)
            {
                Assert.True(turns < 2_000, "The clock brings nothing to an end.");
                if (_state.Outbox.FirstOrDefault(entry => entry.Phase == MessagePhase.Claimed) is { } claimed)
                {
                    decision = Apply(conversation => conversation.RecordOutcome(claimed.AttemptId, new SendOutcome.Accepted("wamid.end")));
                    continue;
                }

                if (decision.DueAt is { } due && due > _now)
                {
                    _now = due;
                }
                else
                {
                    _now = _now.AddSeconds(30);
                }

                decision = Wake();
            }

            Assert.All(_accepted, id => Assert.True(
                _rows[id].Phase is not (MessagePhase.Queued or MessagePhase.Scheduled or MessagePhase.Parked or MessagePhase.Claimed), "It never ended."));
        }

        private StoredMessage Row(MessageId id) => new()
        {
            Key = MessageKey.OfOutbound(id),
            Phase = _rows[id].Phase,
            Attempt = _rows[id].Attempt,
            Conversation = _context.Id,
            Direction = MessageDirection.Outbound,
            Type = "text",
            Content = [],
            Rank = _rows[id].Rank,
        };
    }
}
