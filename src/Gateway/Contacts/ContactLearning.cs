using Microsoft.Extensions.Hosting;
using Mogambo.Conversations;
using Mogambo.Storage;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Contacts;

/// <summary>
/// Writes down what webhooks tell about users, many at once and behind the acknowledgements: losing some in a crash costs nothing, the
/// users' next messages tell it again.
/// </summary>
internal sealed partial class ContactLearning(
    UserAliases aliases, IContacts contacts, IOptIns optIns, TimeProvider time, ILogger<ContactLearning> logger) : BackgroundService
{
    private const int MaxBatch = 500;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await aliases.New.WaitToReadAsync(stoppingToken))
        {
            List<ContactFact> facts = [];
            while (facts.Count < MaxBatch && aliases.New.TryRead(out var fact))
            {
                facts.Add(fact);
            }

            await LearnAsync(facts, stoppingToken);
        }
    }

    private async Task LearnAsync(List<ContactFact> facts, CancellationToken stoppingToken)
    {
        IReadOnlyList<ContactFact> paired;
        try
        {
            paired = await contacts.LearnAsync(facts, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotLearnt(exception, facts.Count);
            facts.ForEach(aliases.Forget);
            return;
        }

        foreach (var pair in paired)
        {
            await CarryOverAsync(pair, stoppingToken);
        }
    }

    /// <summary>What the user decided while only the business-scoped id was known holds for the person: an opt-out above all.</summary>
    private async Task CarryOverAsync(ContactFact pair, CancellationToken stoppingToken)
    {
        var before = UserId.Parse(pair.BusinessScopedUserId!);
        while (true)
        {
            try
            {
                var state = await optIns.FindAsync(pair.Account, before, stoppingToken);
                if (state.Decisions.Count > 0)
                {
                    await optIns.RecordAsync([.. state.Decisions.Select(decision => Of(pair, decision))], stoppingToken);
                }

                return;
            }
            catch (StorageUnavailableException exception)
            {
                LogNotCarriedOver(exception);
                await Task.Delay(RetryPause, time, stoppingToken);
            }
        }
    }

    private static NewOptIn Of(ContactFact pair, OptInDecision decision) => new()
    {
        Account = pair.Account,
        User = pair.User,
        Number = decision.Number,
        Action = decision.Action,
        At = decision.At,
        Source = decision.Source,
        Evidence = "Recorded for the same person's business-scoped user id, before WhatsApp told the number.",
        By = "whatsapp",
    };

    [LoggerMessage(LogLevel.Debug, "What webhooks told about {Count} users could not be kept; later messages tell it again")]
    private partial void LogNotLearnt(Exception exception, int count);

    [LoggerMessage(LogLevel.Warning, "The opt-ins of a user whose number became known cannot be carried over yet, trying again")]
    private partial void LogNotCarriedOver(Exception exception);
}
