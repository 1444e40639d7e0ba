using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A send as it reached WhatsApp.</summary>
public sealed record Attempt(PhoneNumberId Number, Recipient To, OutboundContent Content, AttemptId Id);

/// <summary>WhatsApp: takes every message unless a test says otherwise of a user, and remembers every attempt.</summary>
public sealed class RecordingWhatsApp : IWhatsAppClient
{
    private readonly Lock _lock = new();
    private readonly List<Attempt> _attempts = [];
    private readonly List<TaskCompletionSource<SendOutcome>> _hanging = [];
    private readonly Dictionary<(PhoneNumberId, string?), Queue<Task<SendOutcome>>> _next = [];

    /// <summary>What the next attempts to this user come to, one after another.</summary>
    public void Answers(ConversationId to, params IEnumerable<SendOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            Enqueue(to, Task.FromResult(outcome));
        }
    }

    /// <summary>The next attempt to this user comes to nothing until the test says so.</summary>
    public TaskCompletionSource<SendOutcome> Hangs(ConversationId to)
    {
        var hanging = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(to, hanging.Task);
        lock (_lock)
        {
            _hanging.Add(hanging);
        }

        return hanging;
    }

    public IReadOnlyList<Attempt> AttemptsTo(ConversationId conversation)
    {
        lock (_lock)
        {
            return [.. _attempts.Where(attempt => attempt.Number == conversation.Number && attempt.To.WaId == conversation.User.Value)];
        }
    }

    public void ReleaseAll()
    {
        lock (_lock)
        {
            _hanging.ForEach(hanging => hanging.TrySetResult(new SendOutcome.Unknown("The test is over.")));
        }
    }

    public Task<SendOutcome> SendAsync(
        BusinessNumber number, Recipient to, OutboundContent content, AttemptId attempt, FirstByteLimit limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _attempts.Add(new(number.Id, to, content, attempt));
            return _next.TryGetValue((number.Id, to.WaId), out var outcomes) && outcomes.TryDequeue(out var outcome)
                ? outcome
                : Task.FromResult<SendOutcome>(new SendOutcome.Accepted("wamid." + attempt));
        }
    }

    private void Enqueue(ConversationId to, Task<SendOutcome> outcome)
    {
        lock (_lock)
        {
            if (!_next.TryGetValue((to.Number, to.User.Value), out var outcomes))
            {
                _next[(to.Number, to.User.Value)] = outcomes = [];
            }

            outcomes.Enqueue(outcome);
        }
    }
}
