using System.Text.Json;
using Dapper;
using Mogambo.Faults.Checking;
using Mogambo.Faults.Checking.Reading;
using Mogambo.PostgresServer;
using Npgsql;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>The same run as files and as rows of the product's own tables on PostgreSQL.</summary>
public sealed class DatabaseTests(DatabaseTests.Server postgres) : IClassFixture<DatabaseTests.Server>, IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("mogambo-checker-").FullName;
    private readonly GoodRun _good = new();
    private NpgsqlConnection _database = null!;

    private string Simulator => Path.Combine(_directory, "simulator.jsonl");

    private string Witness => Path.Combine(_directory, "witness.jsonl");

    private string Faults => Path.Combine(_directory, "faults.jsonl");

    public async ValueTask InitializeAsync()
    {
        _database = new(await postgres.Started.CreateDatabaseAsync());
        await _database.OpenAsync();
        foreach (var migration in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Migrations"), "*.sql").Order(StringComparer.Ordinal))
        {
            await _database.ExecuteAsync(await File.ReadAllTextAsync(migration));
        }

        await FillAsync(_good.Run.Dump);
        await File.WriteAllLinesAsync(Simulator, _good.Run.Simulator);
        await File.WriteAllLinesAsync(Witness, _good.Run.Witness);
        await File.WriteAllLinesAsync(Faults, _good.Run.Faults);
    }

    [Fact]
    public async Task A_good_run_passes()
    {
        var report = await RunAsync();

        Assert.True(report.IsGood, report.ToString());
        Assert.EndsWith("14 passed, 0 failed", report.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 1), (report.Lost, report.Unexpected, report.Doubled, report.Recovered));
        Assert.Equal((2, 2, 1, 0), (report.AmbiguousInjected, report.AmbiguousReported, report.AmbiguousSettled, report.UnexplainedUnknown));
        Assert.Empty(report.Offenders);
    }

    [Fact]
    public async Task An_offender_is_told_with_its_whole_history()
    {
        await _database.ExecuteAsync("update message set rank = 17, read_at = null, delivered_at = null, sent_at = null where id = @Id", new { _good.FirstReply.Id });

        var report = await RunAsync();

        Assert.False(report.IsGood);
        Assert.EndsWith("13 passed, 1 failed", report.ToString(), StringComparison.Ordinal);
        var offender = report.Offenders[0];
        Assert.Equal("status-not-applied", offender.Offence.Name);
        Assert.Contains(offender.Lines, line => line.StartsWith("simulator:", StringComparison.Ordinal) && line.Contains("send_decision", StringComparison.Ordinal));
        Assert.Contains(offender.Lines, line => line.StartsWith("simulator:", StringComparison.Ordinal) && line.Contains("status_ack", StringComparison.Ordinal));
        Assert.Contains(offender.Lines, line => line.StartsWith("message:", StringComparison.Ordinal) && line.Contains(_good.FirstReply.Id.ToString(), StringComparison.Ordinal));

        using var json = JsonDocument.Parse(report.ToJson());
        Assert.False(json.RootElement.GetProperty("is_good").GetBoolean());
        Assert.Equal(report.Lost, json.RootElement.GetProperty("lost").GetInt32());
    }

    [Fact]
    public async Task At_most_twenty_offenders_are_told_at_length()
    {
        await File.AppendAllLinesAsync(Simulator, Enumerable.Range(0, 30).Select(n => _good.Run.Line("ack", ("item_id", $"wamid.lost.{n}"), ("http_status", 200))));

        var report = await RunAsync();

        Assert.Equal(30, report.Lost);
        Assert.Equal(Report.MaxOffenders, report.Offenders.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<Report> RunAsync() =>
        Checker.RunAsync(Simulator, Witness, Faults, _database, cancellationToken: TestContext.Current.CancellationToken);

    private async Task FillAsync(Dump dump)
    {
        await _database.ExecuteAsync(
            """
            insert into message (id, at, account, phone_number_id, conversation, direction, type, content, wamid, phase, attempt, rank, held_for, sent_at,
                delivered_at, read_at, played_at, failed_at, error, in_reply_to, reference, is_stale, possible_duplicate, created_at)
            values (@Id, @At, @Account, @Number, @Conversation, @Direction, 'text', ''::bytea, @Wamid, @Phase, @Attempt, @Rank, 0, @SentAt,
                @DeliveredAt, @ReadAt, @PlayedAt, @FailedAt, @Error, @InReplyTo, @Reference, @IsStale, @PossibleDuplicate, @CreatedAt)
            """,
            dump.Messages);
        await _database.ExecuteAsync(
            """
            insert into conversation (id, account, phone_number_id, user_id, version, state, wa_id, business_scoped_user_id, handled_by_human, last_message_at)
            values (@Id, 'any', split_part(@Id, '/', 1), @UserId, 1, ''::bytea, @WaId, @BusinessScopedUserId, @HandledByHuman, 0)
            """,
            dump.Conversations);
        await _database.ExecuteAsync(
            "insert into dead_letter (id, account, kind, reason, raw, message_id, created_at) values (@Id, 'any', @Kind, 'any', convert_to(@Raw, 'UTF8'), @MessageId, 0)",
            dump.DeadLetters);
        await _database.ExecuteAsync(
            """
            insert into idempotency (account, endpoint, key, fingerprint, message_id, status_code, created_at)
            values (@Account, 'messages', @Key, ''::bytea, @MessageId, 202, 0)
            """,
            dump.Idempotency);
        await _database.ExecuteAsync(
            """
            insert into event (account, xid, id, type, subject, message_id, status, at, recorded_at) overriding system value
            values (@Account, @Xid, @Id, @Type, '', @MessageId, @Status, @RecordedAt, @RecordedAt)
            """,
            dump.Events);
        await _database.ExecuteAsync(
            """
            insert into subscription (id, account, source, url, events, status, cursor_transaction, cursor_number, created_at)
            values (@Id, @Account, 0, 'http://127.0.0.1', @Events, @Status, 0, 0, @CreatedAt)
            """,
            dump.Subscriptions);
    }

    public sealed class Server : IAsyncLifetime
    {
        public PostgresTestServer Started { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Started = await PostgresTestServer.StartNewAsync();

        public ValueTask DisposeAsync() => Started.DisposeAsync();
    }
}
