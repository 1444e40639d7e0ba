using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Mogambo.Storage.Migrations;

/// <summary>
/// Refuses a database that a newer version has changed in a way this one cannot live with. Migrations it does not know are no obstacle by
/// themselves: the last version but one goes on beside the last (expand, later contract). One that ends that raises <c>schema_needs</c>.
/// </summary>
internal static class SchemaAge
{
    private static readonly int s_known = typeof(SchemaAge).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(typeof(SchemaAge).Namespace!, StringComparison.Ordinal))
        .Max(name => int.Parse(name.Split('.')[^2][..4], CultureInfo.InvariantCulture));

    /// <param name="exists">A query that says whether there is a table <c>schema_needs</c>.</param>
    /// <exception cref="StorageStartupException">This version is too old.</exception>
    public static async Task CheckAsync(DbConnection connection, DbTransaction? transaction, string exists, CancellationToken cancellationToken)
    {
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(exists, transaction: transaction, cancellationToken: cancellationToken)))
        {
            return;
        }

        var needed = await connection.ExecuteScalarAsync<int>(
            new CommandDefinition("select max(migration) from schema_needs", transaction: transaction, cancellationToken: cancellationToken));
        if (needed > s_known)
        {
            throw new StorageStartupException(
                $"The database was changed by a newer version of Mogambo (it needs migration {needed:0000}, this version knows {s_known:0000}): start that version, or restore a backup from before the upgrade.");
        }
    }
}
