namespace Mogambo.EndToEnd.Tests.Backup;

/// <summary>A base backup is put in the server's place. Each case is a class of its own, so that they wait side by side.</summary>
public abstract class RestoredPostgresTests(ITestOutputHelper output) : RestoreTests(output)
{
    protected async Task SendsNothingAgainAsync(string how, string? restored, bool recovers)
    {
        var database = await PostgresDatabase.CreateAsync();
        await RestoreAsync(
            how,
            database,
            restored,
            database.Server.BackUpAsync,
            async backup =>
            {
                await database.Server.KillAsync();
                await database.Server.RestoreAsync(backup, recovers);
            });
    }
}

public sealed class RestoredByNameTests(ITestOutputHelper output) : RestoredPostgresTests(output)
{
    [Fact]
    public Task A_restore_told_by_its_name_sends_nothing_again() => SendsNothingAgainAsync("by its name", "2026-11-23", recovers: false);
}

public sealed class RestoredWithoutNameTests(ITestOutputHelper output) : RestoredPostgresTests(output)
{
    [Fact]
    public Task A_restore_told_without_a_name_sends_nothing_again() => SendsNothingAgainAsync("without a name", "true", recovers: false);
}

public sealed class RestoredByTimelineTests(ITestOutputHelper output) : RestoredPostgresTests(output)
{
    [Fact]
    public Task A_restore_that_nobody_told_of_is_known_by_the_server_s_timeline() => SendsNothingAgainAsync("by the server's timeline", null, recovers: true);
}
