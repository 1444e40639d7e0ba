using System.Collections.Concurrent;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Records what it was asked and answers what a test says.</summary>
public sealed class FakeTemplate : ITemplateGrain
{
    public static readonly byte[] Document = """{"name":"order_update","language":"en_US","status":"draft"}"""u8.ToArray();

    public ConcurrentQueue<string> Asked { get; } = [];

    public ConcurrentQueue<TemplateUpdate> Updates { get; } = [];

    public ConcurrentQueue<TemplateSnapshot> Snapshots { get; } = [];

    public ConcurrentQueue<object> Bodies { get; } = [];

    public TemplateReply Reply { get; set; } = new TemplateReply.Done(Document, IsUnderWay: false);

    public Func<Task> Behave { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether updates need no look at the whole.</summary>
    public bool Knows { get; set; } = true;

    public Task<TemplateReply> CreateAsync(TemplateDraft draft) => AnswerAsync("create " + draft.Language, draft);

    public Task<TemplateReply> EditAsync(string language, TemplateEdit edit) => AnswerAsync("edit " + language, edit);

    public Task<TemplateReply> SubmitAsync(string language) => AnswerAsync("submit " + language);

    public Task<TemplateReply> DeleteAsync(string? language) => AnswerAsync("delete " + language);

    public Task<TemplateReply> SetStatusAsync(string language, TemplateStatus status, string? reason) => AnswerAsync($"status {language} {status} {reason}");

    public async Task<bool> ApplyAsync(IReadOnlyList<TemplateUpdate> updates)
    {
        await Behave();
        foreach (var update in updates)
        {
            Updates.Enqueue(update);
        }

        return Knows;
    }

    public Task<TemplateReconciliation> ReconcileAsync(TemplateSnapshot snapshot)
    {
        Snapshots.Enqueue(snapshot);
        return Task.FromResult(snapshot.Languages.Count == 0 ? new TemplateReconciliation(0, 0, 1) : new(snapshot.Languages.Count, 0, 0));
    }

    public Task RecordOutcomeAsync(string language, Guid call, TemplateCallOutcome outcome) => throw new NotSupportedException();

    private Task<TemplateReply> AnswerAsync(string asked, object? body = null)
    {
        Asked.Enqueue(asked);
        if (body is not null)
        {
            Bodies.Enqueue(body);
        }

        return Task.FromResult(Reply);
    }
}
