using System.Data.Common;
using Dapper;

namespace Mogambo.Storage.Changes;

/// <summary>Counters that grow with every change of rows that processes keep in memory (table <c>revision</c>).</summary>
public static class Revisions
{
    public const string NumberTokens = "number_tokens";
    public const string ApiKeys = "api_keys";

    private const string Raise =
        "insert into revision (name, value) values (@name, 1) on conflict (name) do update set value = revision.value + 1";

    /// <summary>Last in the transaction of the change: whoever sees the new value sees the change, and writers wait for each other only here.</summary>
    internal static Task RaiseAsync(DbTransaction transaction, string name, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(Raise, new { name }, transaction, cancellationToken: cancellationToken));
}
