using Microsoft.Extensions.DependencyInjection;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Turns;

namespace Mogambo.Gateway.Tests.Templates;

/// <summary>Of the processes of a cluster one at a time asks WhatsApp for its templates.</summary>
public sealed class SyncTurnTests
{
    private const int Accounts = 2;

    [Fact]
    public async Task Who_has_the_turn_asks_and_another_process_does_not()
    {
        await using var first = await GatewayHost.StartAsync(useStorage: true);
        await first.Instance.ListedAsync(Accounts);
        await using var second = await GatewayHost.StartAsync(
            useStorage: true,
            database: first.Database,
            configure: services => services.AddSingleton<IWorkTurns>(new Watched(first.Service<IWorkTurns>())));

        await ((Watched)second.Service<IWorkTurns>()).RefusedAsync(Accounts);

        Assert.Equal((Accounts, 0), (first.Instance.Lists, second.Instance.Lists));
    }

    private sealed class Watched(IWorkTurns turns) : IWorkTurns
    {
        private readonly Happenings _refused = new("the turn was refused");

        public Task RefusedAsync(int times) => _refused.WaitAsync(times);

        public async Task<bool> TryTakeAsync(string name, DateTimeOffset now, TimeSpan atMostEvery, CancellationToken cancellationToken)
        {
            var isMine = await turns.TryTakeAsync(name, now, atMostEvery, cancellationToken);
            if (!isMine)
            {
                _refused.Add();
            }

            return isMine;
        }
    }
}
