using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The steps of plain batches as functions of one session, made when they are first used. A batch is then one statement, <c>select step_1(…), step_2(…)</c>,
/// which the driver writes and reads on the caller's own thread; of a batch of statements it hands all but the first to the thread pool, where they queue up
/// behind every webhook. Each step still sees what was committed while an earlier one waited.
/// </summary>
internal sealed class PostgreSqlFunctions(NpgsqlConnection connection)
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Runs all of them in their order, in one transaction and one round trip.</summary>
    /// <exception cref="PostgresException">Nothing was written.</exception>
    /// <exception cref="WrittenException">It may be written, but what it gave could not be taken over.</exception>
    public void Run(IReadOnlyList<PostgreSqlStep> steps)
    {
        using var command = new NpgsqlCommand(null, connection);
        var sql = new StringBuilder("select ");
        foreach (var step in steps)
        {
            sql.Append(command.Parameters.Count == 0 ? "" : ", ").Append(NameOf(step)).Append('(');
            for (var i = 0; i < step.Columns.Count; i++)
            {
                command.Parameters.Add(step.Columns[i]);
                sql.Append(i == 0 ? "$" : ", $").Append(CultureInfo.InvariantCulture, $"{command.Parameters.Count}");
            }

            sql.Append(')');
        }

#pragma warning disable CA2100 // Names of functions and places of parameters.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            for (var i = 0; i < steps.Count; i++)
            {
                if (steps[i].ReadMessages is { } read)
                {
                    WrittenException.Guard(() => read(reader.GetFieldValue<object[]>(i)));
                }
            }
        }

        // The end of the statement, where the server says if it could commit.
        reader.NextResult();
    }

    private string NameOf(in PostgreSqlStep step)
    {
        if (!_names.TryGetValue(step.Sql, out var name))
        {
            // By its content: a session may have functions of an earlier writer, or of another process behind a pooler, and none may be taken for another.
            var definition = Definition(step);
            name = $"pg_temp.mogambo_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition)).AsSpan(0, 12))}";
#pragma warning disable CA2100 // Our own statements.
            using var command = new NpgsqlCommand($"create or replace function {name}{definition}", connection);
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            _names.Add(step.Sql, name);
        }

        return name;
    }

    private static string Definition(in PostgreSqlStep step)
    {
        var types = string.Join(", ", step.Columns.Select(column => TypeOf(column.NpgsqlDbType)));
        return step.ReadMessages is null
            ? $"({types}) returns void language plpgsql as $f$ declare found_rows bigint; begin {Body(step)}; end $f$"
            : $"({types}, {PostgreSqlLocks.MessageArrays}) language plpgsql as $f$ begin with r as ({step.Sql}) select {PostgreSqlLocks.AggregatedMessages} from r; end $f$";
    }

    // What must be true is a division by one, and what is not a division by zero: the error ends the transaction before its commit.
    private static string Body(in PostgreSqlStep step) => step.FindsAll
        ? $"{AsPerformed(step.Sql)}; get diagnostics found_rows = row_count; perform 1 / (found_rows = cardinality($1))::integer"
        : step.Sql;

    // Inside of a function a query whose rows nobody wants begins with another word.
    private static string AsPerformed(string sql) => sql.StartsWith("select ", StringComparison.Ordinal) ? $"perform {sql["select ".Length..]}" : sql;

    private static string TypeOf(NpgsqlDbType type) => (type & ~NpgsqlDbType.Array) switch
    {
        NpgsqlDbType.Text => "text[]",
        NpgsqlDbType.Bigint => "bigint[]",
        NpgsqlDbType.Integer => "integer[]",
        NpgsqlDbType.Smallint => "smallint[]",
        NpgsqlDbType.Boolean => "boolean[]",
        NpgsqlDbType.Bytea => "bytea[]",
        NpgsqlDbType.Uuid => "uuid[]",
        var other => throw new ArgumentOutOfRangeException(nameof(type), other, "Add the name of the type."),
    };
}
