using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Mogambo.Storage.GrainState;
using Mogambo.Templates;
using Orleans.Storage;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>Orleans' own provider on our statements: of writes that race exactly one takes place, and the others are told.</summary>
public abstract class GrainStateTests(GrainCluster cluster)
{
    private const int Writers = 8;
    private const int Rounds = 20;

    [Fact]
    public async Task Of_first_writes_that_race_one_takes_place()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var grain = NewGrain();

            var written = await RaceAsync(grain, () => new(new()));

            var winner = Assert.Single(written);
            Assert.Equal((winner.State!.Revision, winner.ETag), await ReadAsync(grain));
        }
    }

    [Fact]
    public async Task Of_updates_of_one_version_that_race_one_takes_place()
    {
        var grain = NewGrain();
        var first = Assert.Single(await RaceAsync(grain, () => new(new())));
        var etag = first.ETag;
        for (var round = 0; round < Rounds; round++)
        {
            var written = await RaceAsync(grain, () => new(new(), etag));

            var winner = Assert.Single(written);
            Assert.NotEqual(etag, winner.ETag);
            Assert.Equal((winner.State!.Revision, winner.ETag), await ReadAsync(grain));
            etag = winner.ETag;
        }
    }

    [Fact]
    public async Task A_write_of_a_version_that_never_was_is_refused_and_leaves_no_row()
    {
        var grain = NewGrain();

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("race", grain, new GrainState<TemplateState>(new(), "7")));

        Assert.Equal((0L, null), await ReadAsync(grain));
    }

    [Fact]
    public async Task A_state_that_was_cleared_keeps_its_version_and_can_be_written_again()
    {
        var (grain, state) = (NewGrain(), new GrainState<TemplateState>(new() { Revision = 5 }));
        await Storage.WriteStateAsync("race", grain, state);

        await Storage.ClearStateAsync("race", grain, state);
        var cleared = await ReadAsync(grain);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("race", grain, new GrainState<TemplateState>(new())));
        state.State = new() { Revision = 6 };
        await Storage.WriteStateAsync("race", grain, state);

        Assert.Equal((0L, "2"), cleared);
        Assert.Equal((6L, "3"), await ReadAsync(grain));
    }

    [Fact]
    public async Task A_row_names_no_type_of_ours()
    {
        var grain = NewGrain();
        await Storage.WriteStateAsync("race", grain, new GrainState<TemplateState>(TemplateStates.Full));

        var payload = (byte[])(await ScalarAsync("select payload from grain_state where extension = @key", grain.Key.ToString()!))!;

        var text = Encoding.Latin1.GetString(payload);
        Assert.Contains("order_update", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mogambo", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Orleans_writes_is_on_disk_when_it_is_written()
    {
        var (sql, expected) = Connection() is SqliteConnection ? ("pragma synchronous", "2") : ("show synchronous_commit", "on");

        Assert.Equal(expected, (await ScalarAsync(sql, ""))!.ToString());
    }

    private static GrainId NewGrain() => GrainId.Create("race", $"1/{Guid.NewGuid():N}");

    private IGrainStorage Storage => cluster.Service<IGrainStorage>();

    private async Task<IReadOnlyList<GrainState<TemplateState>>> RaceAsync(GrainId grain, Func<GrainState<TemplateState>> start)
    {
        var storages = cluster.Services<IGrainStorage>();
        var written = await Task.WhenAll(Enumerable.Range(1, Writers).Select(n => Task.Run(async () =>
        {
            var state = start();
            state.State = new() { Revision = n };
            try
            {
                await storages[n % storages.Count].WriteStateAsync("race", grain, state);
                return state;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        })));
        return [.. written.OfType<GrainState<TemplateState>>()];
    }

    private async Task<(long Revision, string? ETag)> ReadAsync(GrainId grain)
    {
        var state = new GrainState<TemplateState>(new());
        await Storage.ReadStateAsync("race", grain, state);
        return (state.State!.Revision, state.ETag);
    }

    private DbConnection Connection()
    {
        var database = cluster.Service<GrainStateDatabase>();
        return database.DataSource?.CreateConnection() ?? new SqliteConnection(database.ConnectionString);
    }

    private async Task<object?> ScalarAsync(string sql, string key)
    {
        await using var connection = Connection();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        if (key.Length > 0)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@key", key);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteGrainStateTests(SqliteCluster cluster) : GrainStateTests(cluster);

[Collection(nameof(PostgreSqlClusterTests))]
public sealed class PostgreSqlGrainStateTests(PostgreSqlCluster cluster) : GrainStateTests(cluster);
