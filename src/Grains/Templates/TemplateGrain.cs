using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.Events;
using Mogambo.Storage.Templates;
using Mogambo.WhatsApp.Templates;
using Orleans.Storage;

namespace Mogambo.Templates;

/// <inheritdoc cref="ITemplateGrain"/>
/// <remarks>
/// The shell around <see cref="Template"/>: writes the state, then publishes what it changed, then starts calls to WhatsApp. If it ends in
/// between, the next activation publishes again: rows carry the state's revision, so that has its effect once.
/// </remarks>
[GrainType("template")]
internal sealed class TemplateGrain(
    IGrainStorage storage,
    ITemplates templates,
    AccountDirectory accounts,
    TemplateCalls calls,
    TimeProvider time) : Grain, ITemplateGrain
{
    /// <summary>Part of the row's key: keys of grains are unique within it.</summary>
    private const string StateName = "template";

    private readonly GrainState<TemplateState> _stored = new(new());
    private Account _account = null!;
    private string _name = "";

    private TemplateState State => _stored.State ?? throw new InvalidOperationException("The template was used before it was read.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (!accounts.TryGetAccount(AccountId.Parse(key[..slash]), out var account))
        {
            throw new InvalidOperationException("The template's account is not configured.");
        }

        (_account, _name) = (account, key[(slash + 1)..]);
        await StoreAsync("read", () => storage.ReadStateAsync(StateName, this.GetGrainId(), _stored));
        await PublishAsync(cancellationToken);
    }

    public Task<TemplateReply> CreateAsync(TemplateDraft draft) => AnswerAsync(template => template.Create(draft));

    public Task<TemplateReply> EditAsync(string language, TemplateEdit edit) => AnswerAsync(template => template.Edit(language, edit));

    public Task<TemplateReply> SubmitAsync(string language) => AnswerAsync(template => template.Submit(language));

    public Task<TemplateReply> DeleteAsync(string? language) => AnswerAsync(template => template.Delete(language));

    public Task<TemplateReply> SetStatusAsync(string language, TemplateStatus status, string? reason) =>
        AnswerAsync(template => template.SetStatus(language, status, reason));

    public async Task<bool> ApplyAsync(IReadOnlyList<TemplateUpdate> updates) => !(await CommitAsync(template => template.Apply(updates))).NeedsSync;

    public async Task<TemplateReconciliation> ReconcileAsync(TemplateSnapshot snapshot) =>
        (await CommitAsync(template => template.Reconcile(snapshot))).Counts;

    public async Task RecordOutcomeAsync(string language, Guid call, TemplateCallOutcome outcome)
    {
        if ((await CommitAsync(template => template.RecordOutcome(language, call, outcome))).NeedsSync)
        {
            calls.LookUp(_account, _name);
        }
    }

    private async Task<TemplateReply> AnswerAsync(Func<Template, TemplateDecision> decide)
    {
        var decision = await CommitAsync(decide);
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }

        var version = State.Versions.Find(version => version.Language == decision.Language);
        return new TemplateReply.Done(version is null ? null : TemplateDocument.Of(_name, version), version?.Call is not null || decision.Calls.Count > 0);
    }

    private async Task<TemplateDecision> CommitAsync(Func<Template, TemplateDecision> decide)
    {
        // Nothing is answered on top of a change that others do not see yet.
        await PublishAsync(CancellationToken.None);
        var decidedAt = time.GetTimestamp();
        var decision = decide(new(_name, State, time.GetUtcNow(), ITemplateManagement.InstanceOf(_account) is not null));
        if (decision.Next is { } next)
        {
            await WriteAsync(next);
            await PublishAsync(CancellationToken.None);
        }

        foreach (var language in decision.Calls)
        {
            calls.Start(_account, _name, State.Versions.Find(version => version.Language == language)!, decidedAt);
        }

        return decision;
    }

    private Task WriteAsync(TemplateState next)
    {
        _stored.State = next;
        return StoreAsync("written", () => storage.WriteStateAsync(StateName, this.GetGrainId(), _stored));
    }

    /// <exception cref="StorageUnavailableException">It is not known what is on disk.</exception>
    private async Task StoreAsync(string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            // No memory says what is not on disk.
            DeactivateOnIdle();
            if (e is InconsistentStateException)
            {
                throw;
            }

            throw new StorageUnavailableException($"The template's state could not be {what}.", e);
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var publication in State.Unpublished)
            {
                await Failpoint.HitAsync("template.before_publish");
                await PublishAsync(publication, cancellationToken);
            }

            // Left out of the next write; until then publishing it again is harmless.
            _stored.State = State.Unpublished.IsEmpty ? State : State with { Unpublished = [] };
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task PublishAsync(Publication publication, CancellationToken cancellationToken)
    {
        var id = new TemplateId(_name, publication.Language);
        if (publication.IsRemoval || State.Versions.Find(version => version.Language == publication.Language) is not { } version)
        {
            await templates.RemoveAsync(_account.Id, id, publication.Revision, cancellationToken);
            return;
        }

        var row = new TemplateRow
        {
            Account = _account.Id,
            Id = id,
            Status = version.Status,
            Category = version.Category,
            AwaitsAgreement = version.AwaitsAgreement,
            Shape = version.Definition(_name).Shape,
            Reason = version.Reason,
            Revision = publication.Revision,
            Document = TemplateDocument.Of(_name, version),
        };
        await templates.PublishAsync(
            row, [.. publication.Events.Select(told => new NewEvent(_account.Id, told.Type, $"template/{id}", told.Data, told.At))], cancellationToken);
    }
}
