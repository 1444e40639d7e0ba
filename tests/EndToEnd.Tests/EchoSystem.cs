namespace Mogambo.EndToEnd.Tests;

/// <summary>One running system with the echo bot, for tests that each have users of their own.</summary>
public class EchoSystem : IAsyncLifetime
{
    public MogamboSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual async Task<MogamboSystem> StartAsync() => await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"));
}

/// <summary>The same with a gateway and two silos, each a process of its own.</summary>
public sealed class EchoSystemApart : EchoSystem
{
    protected override async Task<MogamboSystem> StartAsync() => await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("PostgreSql"), silosApart: 2);
}
