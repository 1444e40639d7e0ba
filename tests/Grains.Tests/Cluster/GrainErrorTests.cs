using Mogambo.Storage;
using Npgsql;
using Orleans.Storage;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>A caller in another process learns what happened: what it answers depends on it.</summary>
[Collection(nameof(SqliteClusterTests))]
public sealed class GrainErrorTests(SqliteCluster cluster)
{
    [Fact]
    public async Task A_database_that_is_away_is_that_for_the_caller_too()
    {
        var fault = await FaultOfAsync(new StorageUnavailableException("The database cannot be reached.", new NpgsqlException("It is gone.")));

        Assert.Equal("The database cannot be reached.", Assert.IsType<StorageUnavailableException>(fault).Message);
    }

    [Fact]
    public async Task A_conversation_that_another_wrote_meanwhile_is_that_for_the_caller_too() =>
        Assert.IsType<InconsistentStateException>(await FaultOfAsync(new InconsistentStateException("Written by another.")));

    private async Task<Exception?> FaultOfAsync(Exception thrown)
    {
        var chat = cluster.NewChat();
        var commit = cluster.Commits.HoldNext(chat.Id);
        var call = chat.SaysAsync();
        await commit.Arrived;
        commit.Fail(thrown);
        return await Record.ExceptionAsync(() => call);
    }
}
