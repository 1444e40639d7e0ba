using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Templates;

/// <summary>
/// The calls about templates that this process makes, outside every turn; what became of them comes back as a grain call. A refusal that
/// may pass is tried again a few times, what is unknown never: creating twice is an error.
/// </summary>
internal sealed partial class TemplateCalls(
    ITemplateManagement whatsApp, IGrainFactory grains, TimeProvider time, ProcessLifetime process, ILogger<TemplateCalls> logger)
{
    /// <summary>A call that was not begun so soon after its decision is not made.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan[] s_pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    /// <summary>Starts the language's call and returns at once.</summary>
    /// <param name="decidedAt">The monotonic time before the decision was written.</param>
    public void Start(Account account, string name, TemplateVersion version, long decidedAt) =>
        _ = Task.Run(() => RunAsync(account, name, version, version.Call!, decidedAt));

    /// <summary>Asks WhatsApp what it has of a name, and tells the template.</summary>
    public void LookUp(Account account, string name) => _ = Task.Run(() => LookUpAsync(account, name));

    private async Task RunAsync(Account account, string name, TemplateVersion version, TemplateCall call, long decidedAt)
    {
        try
        {
            var outcome = await CallAsync(account, name, version, call, decidedAt);
            await Failpoint.HitAsync("template.after_call");
            await ReportAsync(() => grains.Template(account.Id, name).RecordOutcomeAsync(version.Language, call.Id, outcome), decidedAt);
        }
        catch (OperationCanceledException) when (process.Stopping.IsCancellationRequested)
        {
            // The call stands in the state; WhatsApp's list tells what became of it.
        }
        catch (Exception e)
        {
            LogCallLost(account.Id, call.Id, e);
        }
    }

    private async Task<TemplateCallOutcome> CallAsync(Account account, string name, TemplateVersion version, TemplateCall call, long decidedAt)
    {
        if (ITemplateManagement.InstanceOf(account) is not { } number)
        {
            return new TemplateCallOutcome.Refused(0, "The account has no number on the Cloud API, where templates are managed.", IsPassing: false);
        }

        if (time.GetElapsedTime(decidedAt) > s_freshness)
        {
            return new TemplateCallOutcome.Refused(0, "It was not sent to WhatsApp in time: try again.", IsPassing: false);
        }

        for (var tries = 0; ; tries++)
        {
            var outcome = await CallAsync(number, name, version, call);
            if (outcome is not TemplateCallOutcome.Refused { IsPassing: true } || tries == s_pauses.Length)
            {
                return outcome;
            }

            await Task.Delay(s_pauses[tries], time, process.Stopping);
        }
    }

    private Task<TemplateCallOutcome> CallAsync(BusinessNumber number, string name, TemplateVersion version, TemplateCall call) => call.Kind switch
    {
        TemplateCallKind.Create => whatsApp.CreateAsync(number, version.Definition(name), process.Stopping),
        TemplateCallKind.Edit => whatsApp.EditAsync(
            number,
            version.InstanceId!,
            version.Definition(name),
            withCategory: call.Before.Status != TemplateStatus.Approved && version.RequestedCategory != version.Category,
            process.Stopping),
        TemplateCallKind.Delete => whatsApp.DeleteAsync(number, name, version.InstanceId, process.Stopping),
        _ => whatsApp.UnpauseAsync(number, version.InstanceId!, process.Stopping),
    };

    private async Task LookUpAsync(Account account, string name)
    {
        try
        {
            var (takenAt, started) = (time.GetUtcNow(), time.GetTimestamp());
            if (ITemplateManagement.InstanceOf(account) is { } number
                && await whatsApp.ListAsync(number, name, process.Stopping) is TemplateListing.Complete complete)
            {
                await ReportAsync(() => grains.Template(account.Id, name).ReconcileAsync(new(takenAt, complete.Templates)), started);
            }
        }
        catch (Exception e)
        {
            // The next sync looks again.
            LogLookUpFailed(account.Id, e.GetType().Name);
        }
    }

    /// <summary>Told until the template has it on disk, as long as nobody else has looked what became of the call.</summary>
    private async Task ReportAsync(Func<Task> report, long started)
    {
        while (true)
        {
            try
            {
                await report();
                return;
            }
            catch (Exception e) when ((e is not OperationCanceledException || !process.Stopping.IsCancellationRequested) && time.GetElapsedTime(started) < TemplateCall.Lease)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, process.Stopping);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "What became of call {Call} about a template of account {Account} could not be stored; the next sync finds out")]
    private partial void LogCallLost(AccountId account, Guid call, Exception exception);

    [LoggerMessage(LogLevel.Debug, "A template of account {Account} could not be looked up ({Fault}); the next sync does")]
    private partial void LogLookUpFailed(AccountId account, string fault);
}
