using System.Data;
using Dapper;
using Npgsql;

namespace Mogambo.Storage;

/// <summary>
/// A 16-byte key as either database keeps it: a uuid on PostgreSQL, a blob on SQLite, sorted the same. The parameter's class says which.
/// </summary>
internal readonly record struct RowId(Guid Value)
{
    public static Guid GuidOf(object value) => value is byte[] bytes ? new Guid(bytes, bigEndian: true) : (Guid)value;

    public static byte[] BytesOf(Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>Tells Dapper, once and before the first query.</summary>
    public static void Register() => SqlMapper.AddTypeHandler(new Handler());

    private sealed class Handler : SqlMapper.TypeHandler<RowId>
    {
        public override RowId Parse(object value) => new(GuidOf(value));

        public override void SetValue(IDbDataParameter parameter, RowId value) =>
            parameter.Value = parameter is NpgsqlParameter ? value.Value : BytesOf(value.Value);
    }
}
