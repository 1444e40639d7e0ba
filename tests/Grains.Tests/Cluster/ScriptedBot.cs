using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Conversations;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A business's bot: says nothing unless a test says otherwise of a conversation, and remembers every question.</summary>
internal sealed class ScriptedBot : IHttpBot
{
    private readonly Lock _lock = new();
    private readonly List<BotQuestion> _questions = [];
    private readonly List<TaskCompletionSource<BotAnswer>> _hanging = [];
    private readonly Dictionary<ConversationId, Func<BotQuestion, Task<BotAnswer>>> _answers = [];

    public void Answers(ConversationId conversation, Func<BotQuestion, BotAnswer> answer)
    {
        lock (_lock)
        {
            _answers[conversation] = question => Task.FromResult(answer(question));
        }
    }

    /// <summary>Answers nothing in this conversation until the test says so.</summary>
    public TaskCompletionSource<BotAnswer> Hangs(ConversationId conversation)
    {
        var hanging = new TaskCompletionSource<BotAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _hanging.Add(hanging);
            _answers[conversation] = _ => hanging.Task;
        }

        return hanging;
    }

    public IReadOnlyList<BotQuestion> QuestionsAbout(ConversationId conversation)
    {
        lock (_lock)
        {
            return [.. _questions.Where(question => question.Conversation == conversation)];
        }
    }

    public void ReleaseAll()
    {
        lock (_lock)
        {
            _hanging.ForEach(hanging => hanging.TrySetResult(BotAnswer.Replied.Nothing));
        }
    }

    public Task<BotAnswer> AskAsync(Account account, BotQuestion question, CancellationToken cancellationToken)
    {
        Func<BotQuestion, Task<BotAnswer>>? answer;
        lock (_lock)
        {
            _questions.Add(question);
            answer = _answers.GetValueOrDefault(question.Conversation);
        }

        return answer is null ? Task.FromResult<BotAnswer>(BotAnswer.Replied.Nothing) : answer(question);
    }
}
