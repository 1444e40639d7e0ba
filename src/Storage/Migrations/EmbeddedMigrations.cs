using DbUp.Engine;
using DbUp.Engine.Transactions;

namespace Mogambo.Storage.Migrations;

/// <summary>The numbered SQL files of one dialect, named in the journal by their file alone, so that moving code renames no migration.</summary>
internal sealed class EmbeddedMigrations(string dialect) : IScriptProvider
{
    public IEnumerable<SqlScript> GetScripts(IConnectionManager connectionManager)
    {
        var assembly = typeof(EmbeddedMigrations).Assembly;
        var prefix = $"{typeof(EmbeddedMigrations).Namespace}.{dialect}.";
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return SqlScript.FromStream(name[prefix.Length..], stream);
        }
    }
}
