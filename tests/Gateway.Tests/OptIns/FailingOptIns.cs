using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Tests.OptIns;

/// <summary>The real ledger, which goes away after so many calls.</summary>
internal sealed class FailingOptIns(IOptIns ledger, int goodCalls) : IOptIns
{
    private int _calls;

    public static void Decorate(IServiceCollection services, int goodCalls)
    {
        var real = services.Last(service => service.ServiceType == typeof(IOptIns));
        services.AddSingleton<IOptIns>(provider => new FailingOptIns(
            (IOptIns)(real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)), goodCalls));
    }

    public Task<IReadOnlyList<OptInResult>> RecordAsync(IReadOnlyList<NewOptIn> entries, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _calls) <= goodCalls
            ? ledger.RecordAsync(entries, cancellationToken)
            : Task.FromException<IReadOnlyList<OptInResult>>(new StorageUnavailableException("gone"));

    public Task<OptInState> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default) =>
        ledger.FindAsync(account, user, cancellationToken);

    public Task<Page<OptInEntry>> HistoryAsync(
        AccountId account, UserId user, int limit, PageCursor? after = null, CancellationToken cancellationToken = default) =>
        ledger.HistoryAsync(account, user, limit, after, cancellationToken);
}
