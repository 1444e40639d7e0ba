using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>WhatsApp's side of templates: takes everything unless a test says otherwise of a name, lists what a test says, and remembers every call.</summary>
internal sealed class ScriptedInstance : ITemplateManagement
{
    private readonly ConcurrentQueue<(string Call, string Name)> _calls = [];
    private readonly ConcurrentDictionary<string, Func<Task<TemplateCallOutcome>>> _answers = [];
    private readonly ConcurrentDictionary<string, InstanceTemplate> _listed = [];
    private int _lastId = 1000;

    public IReadOnlyList<string> CallsAbout(string name) => [.. _calls.Where(call => call.Name == name).Select(call => call.Call)];

    public void Answers(string name, TemplateCallOutcome outcome) => _answers[name] = () => Task.FromResult(outcome);

    /// <summary>Calls about the name come to nothing until the test says so.</summary>
    public TaskCompletionSource<TemplateCallOutcome> Hangs(string name)
    {
        var hanging = new TaskCompletionSource<TemplateCallOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[name] = () => hanging.Task;
        return hanging;
    }

    public void Lists(InstanceTemplate template) => _listed[template.InstanceId] = template;

    public Task<TemplateCallOutcome> CreateAsync(BusinessNumber number, TemplateDefinition template, CancellationToken cancellationToken) =>
        CallAsync("create", template.Id.Name, $"{Interlocked.Increment(ref _lastId)}");

    public Task<TemplateCallOutcome> EditAsync(
        BusinessNumber number, string instanceId, TemplateDefinition template, bool withCategory, CancellationToken cancellationToken) =>
        CallAsync("edit", template.Id.Name);

    public Task<TemplateCallOutcome> DeleteAsync(BusinessNumber number, string name, string? instanceId, CancellationToken cancellationToken) =>
        CallAsync("delete", name);

    public Task<TemplateCallOutcome> UnpauseAsync(BusinessNumber number, string instanceId, CancellationToken cancellationToken) =>
        CallAsync("unpause", instanceId);

    public Task<TemplateListing> ListAsync(BusinessNumber number, string? name, CancellationToken cancellationToken) =>
        Task.FromResult<TemplateListing>(new TemplateListing.Complete([.. _listed.Values.Where(template => name is null || template.Id.Name == name)]));

    private Task<TemplateCallOutcome> CallAsync(string call, string name, string? id = null)
    {
        _calls.Enqueue((call, name));
        return _answers.TryGetValue(name, out var answer)
            ? answer()
            : Task.FromResult<TemplateCallOutcome>(new TemplateCallOutcome.Accepted(id, null, null));
    }
}
