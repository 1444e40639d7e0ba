using Dapper;

namespace Mogambo.Storage.Tests;

/// <summary>
/// An independent witness of the order of commits: triggers number what is written within the writing transaction. What excludes each
/// other until the commit is numbered in the order of the commits.
/// </summary>
internal static class RaceRecorder
{
    private const string PostgreSql = """
        create table if not exists race (id bigint generated always as identity primary key, kind text not null, key text not null);
        create or replace function race_claim() returns trigger language plpgsql as $$
            begin insert into race (kind, key) values ('claim', new.reference); return null; end $$;
        create or replace function race_opt_out() returns trigger language plpgsql as $$
            begin insert into race (kind, key) values ('stop', new.user_id); return null; end $$;
        create or replace function race_pause() returns trigger language plpgsql as $$
            begin insert into race (kind, key) values ('stop', new.name); return null; end $$;
        create or replace trigger race_claim after insert on message for each row
            when (new.template is not null and new.phase = 4) execute function race_claim();
        create or replace trigger race_opt_out after update on opt_in for each row execute function race_opt_out();
        create or replace trigger race_pause after update on template for each row when (new.status = 4) execute function race_pause();
        """;

    private const string Sqlite = """
        create table if not exists race (id integer primary key autoincrement, kind text not null, key text not null);
        create trigger if not exists race_claim after insert on message when new.template is not null and new.phase = 4
            begin insert into race (kind, key) values ('claim', new.reference); end;
        create trigger if not exists race_opt_out after update on opt_in
            begin insert into race (kind, key) values ('stop', new.user_id); end;
        create trigger if not exists race_pause after update on template when new.status = 4
            begin insert into race (kind, key) values ('stop', new.name); end;
        """;

    public static Task StartAsync(StoreFixture fixture) => fixture.Store.Database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(
            fixture.Options.Provider == StorageProvider.Sqlite ? Sqlite : PostgreSql, transaction: transaction),
        CancellationToken.None);

    /// <summary>Of each key in the order of the commits: <c>claim</c>, <c>stop</c>.</summary>
    public static Task<ILookup<string, string>> ReadAsync(StoreFixture fixture) => fixture.Store.Database.ReadAsync(
        async connection => (await connection.QueryAsync<(string Key, string Kind)>("select key, kind from race order by id"))
            .ToLookup(row => row.Key, row => row.Kind),
        CancellationToken.None);
}
