using Dapper;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>
/// PostgreSQL leaves the indexes of a row alone only if no column has changed that any of them looks at, in its key or in its condition (docs/adr/0017).
/// What every turn changes is therefore in no index.
/// </summary>
public sealed class IndexedColumnsTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    private const string Columns = """
        select a.attname
        from pg_index i
        join pg_attribute a on a.attrelid = i.indrelid
        where i.indrelid = @table::regclass
          and (a.attnum = any (i.indkey)
            or exists (
              select 1
              from pg_depend d
              where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))
        group by a.attname
        order by a.attname
        """;

    [Theory]
    [InlineData("conversation", new[] { "account", "id", "user_id", "wakes_at" })]
    [InlineData("message", new[] { "account", "at", "conversation", "id", "is_unknown", "reference" })]
    public async Task No_index_looks_at_what_changes_with_every_turn(string table, string[] columns) => Assert.Equal(
        columns,
        await fixture.Store.Database.ReadAsync(
            connection => connection.QueryAsync<string>(new CommandDefinition(Columns, new { table }, cancellationToken: TestContext.Current.CancellationToken)),
            TestContext.Current.CancellationToken));
}
