using Npgsql;
using NpgsqlTypes;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// Rows as one typed array a column: the statement's text is the same for any number of rows, so it is prepared once. Columns are named
/// <c>$1</c>, <c>$2</c>, … in the order in which they are added.
/// </summary>
internal sealed class Unnest<T>(IReadOnlyList<T> rows)
{
    private readonly List<NpgsqlParameter> _columns = [];

    public Unnest<T> Text(Func<T, string?> of) => Add(NpgsqlDbType.Text, of);

    public Unnest<T> BigInt(Func<T, long?> of) => Add(NpgsqlDbType.Bigint, of);

    public Unnest<T> Integer(Func<T, int> of) => Add(NpgsqlDbType.Integer, of);

    public Unnest<T> SmallInt(Func<T, int> of) => Add(NpgsqlDbType.Smallint, row => (short)of(row));

    public Unnest<T> Boolean(Func<T, bool> of) => Add(NpgsqlDbType.Boolean, of);

    public Unnest<T> Bytes(Func<T, byte[]?> of) => Add(NpgsqlDbType.Bytea, of);

    public Unnest<T> Uuid(Func<T, Guid> of) => Add(NpgsqlDbType.Uuid, of);

    public Unnest<T> NullableUuid(Func<T, Guid?> of) => Add(NpgsqlDbType.Uuid, of);

    /// <param name="read">Takes over each row that the statement gives; null if it gives none.</param>
    public PostgreSqlStep Step(string sql, Action<NpgsqlDataReader>? read = null) => new(sql, _columns, read);

    /// <summary>A statement whose rows say nothing: what counts is that it could be executed.</summary>
    public PostgreSqlStep Check(string sql) => Step(sql, _ => { });

    /// <inheritdoc cref="PostgreSqlStep.FindsAll"/>
    public PostgreSqlStep FindAll(string sql) => Step(sql) with { FindsAll = true };

    /// <inheritdoc cref="PostgreSqlStep.ReadMessages"/>
    public PostgreSqlStep Messages(string sql, Action<object[]> read) => Step(sql) with { ReadMessages = read };

    /// <summary>A parameter that is no column.</summary>
    public Unnest<T> Value<TValue>(TValue value)
    {
        _columns.Add(new NpgsqlParameter<TValue> { TypedValue = value });
        return this;
    }

    private Unnest<T> Add<TColumn>(NpgsqlDbType type, Func<T, TColumn> of)
    {
        _columns.Add(new NpgsqlParameter<TColumn[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. rows.Select(of)] });
        return this;
    }
}
