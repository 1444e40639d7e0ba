using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Mogambo.Storage.Restoring;

/// <summary>
/// Finds out at the start whether the database comes from a backup, and if so makes sure that nothing is sent twice (ADR 0014). Of several
/// processes that start at once, one does it and the others find it done.
/// </summary>
internal sealed partial class RestoreMode(IDatabase database, StorageOptions options, RestorePoint point, ILogger<RestoreMode> logger)
{
    private const string KnownServer = "select identity from database_server where id = 1";

    private const int MaxLooks = 30;

    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(2);

    private string? _server;

    /// <exception cref="StorageStartupException">The setting is wrong.</exception>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var setting = RestoreSetting.Of(options.Restored, now);
        if (setting is { Name: null, IsDenied: false })
        {
            await LetOthersFollowAsync(cancellationToken);
        }

        var outcome = await database.WriteAsync(transaction => HandleAsync(transaction, setting, now, cancellationToken), cancellationToken);
        point.Set(outcome.RestoredAt);
        if (outcome.Restored is { } restored)
        {
            LogRestored(restored, outcome.Messages);
        }
        else if (outcome.IsRepeat)
        {
            LogRepeated(setting.Name!);
        }
        else if (outcome.IsMoved)
        {
            LogDenied();
        }
    }

    /// <summary>
    /// A server that changes under a running process is a failover, not a restore: the new one is remembered, or the next start would take
    /// it for a restore.
    /// </summary>
    public async Task FollowServerAsync(CancellationToken cancellationToken)
    {
        var server = await database.ReadAsync(connection => database.ReadServerAsync(connection, null, cancellationToken), cancellationToken);
        if (server is null)
        {
            return;
        }

        if (server != await database.ReadAsync(connection => connection.ExecuteScalarAsync<string?>(new CommandDefinition(KnownServer, cancellationToken: cancellationToken)), cancellationToken))
        {
            await database.WriteAsync(transaction => RememberAsync(transaction, server, cancellationToken), cancellationToken);
        }

        if (_server is not null && _server != server)
        {
            LogFailover();
        }

        _server = server;
    }

    /// <summary>
    /// Another server while others run is a failover: those notice it within seconds, and this one must not take it for a restore meanwhile.
    /// Of a restore nobody runs: the members on record are as old as the backup.
    /// </summary>
    private async Task LetOthersFollowAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxLooks && await database.ReadAsync(connection => IsLeftToOthersAsync(connection, cancellationToken), cancellationToken); tries++)
        {
            await Task.Delay(s_betweenLooks, cancellationToken);
        }
    }

    private async Task<bool> IsLeftToOthersAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await database.ReadServerAsync(connection, null, cancellationToken) is { } server
        && await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (select 1 from database_server where id = 1 and identity <> @server)
               and exists (select 1 from cluster_member where status = 3 and alive_at > clock_timestamp() - interval '90 seconds')
            """,
            new { server },
            cancellationToken: cancellationToken));

    private async Task<Outcome> HandleAsync(DbTransaction transaction, RestoreSetting setting, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.TakeAloneAsync(transaction, cancellationToken);
        var server = await database.ReadServerAsync(transaction.Connection!, transaction, cancellationToken);
        var known = await ScalarAsync<string?>(transaction, KnownServer, null, cancellationToken);
        var isMoved = server is not null && known is not null && known != server;
        if (server is not null)
        {
            await RememberAsync(transaction, server, cancellationToken);
        }

        _server = server;
        var name = setting.Name == RestoreSetting.Unnamed && server is not null ? $"{RestoreSetting.Unnamed} on {server}" : setting.Name;
        var isRepeat = name is not null
            && await ScalarAsync<long>(transaction, "select count(*) from restoration where name = @name", new { name }, cancellationToken) > 0;
        var restored = isRepeat || name is null ? isMoved && !setting.IsDenied ? $"server {server} at {now:O}" : null : name;
        var messages = 0;
        if (restored is not null)
        {
            messages = await RestoredRows.MarkAsync(transaction, now, cancellationToken);
            await NoteAsync(transaction, restored, restored == name ? setting.Moment ?? now : now, now, messages, cancellationToken);
        }

        var restoredAt = await ScalarAsync<long?>(transaction, "select max(restored_at) from restoration", null, cancellationToken);
        return new(restored, messages, restoredAt, isRepeat, isMoved);
    }

    private static Task<int> NoteAsync(
        DbTransaction transaction, string name, DateTimeOffset restoredAt, DateTimeOffset now, int messages, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "insert into restoration (name, restored_at, handled_at, messages) values (@name, @restoredAt, @now, @messages)",
            new { name, restoredAt = restoredAt.ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds(), messages },
            transaction,
            cancellationToken: cancellationToken));

    private static Task<int> RememberAsync(DbTransaction transaction, string server, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into database_server (id, identity) values (1, @server)
            on conflict (id) do update set identity = excluded.identity where database_server.identity <> excluded.identity
            """,
            new { server },
            transaction,
            cancellationToken: cancellationToken));

    private static Task<T?> ScalarAsync<T>(DbTransaction transaction, string sql, object? arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteScalarAsync<T>(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));

    [LoggerMessage(LogLevel.Warning, "The database was restored ({Name}): {Messages} messages that were not final are unknown now and are not sent again, and what users wrote before is not answered by itself")]
    private partial void LogRestored(string name, int messages);

    [LoggerMessage(LogLevel.Warning, "Storage:Restored is {Name}, a restore that this database has dealt with: it is passed over. Remove the setting; for another restore give another name")]
    private partial void LogRepeated(string name);

    [LoggerMessage(LogLevel.Warning, "The PostgreSQL server is another one than before, and Storage:Restored is false: the database is taken for the same")]
    private partial void LogDenied();

    [LoggerMessage(LogLevel.Warning, "The PostgreSQL server changed while this process ran, as at a failover. If it lacks the last commits, messages that they recorded may be sent again")]
    private partial void LogFailover();

    /// <param name="Restored">The name of the restore that was dealt with now.</param>
    /// <param name="RestoredAt">The latest of all restores.</param>
    private sealed record Outcome(string? Restored, int Messages, long? RestoredAt, bool IsRepeat, bool IsMoved);
}
