namespace Mogambo.Storage.Changes;

/// <summary>Something kept in memory of rows that any process may change: it is read at the start and whenever they changed.</summary>
public interface IFollowsChanges
{
    /// <summary>Which rows: a word of <see cref="Revisions"/>.</summary>
    string Follows { get; }

    /// <summary>Reads all of it anew and puts it to use. Calls may come from several places at once.</summary>
    Task ReadAsync(CancellationToken cancellationToken);
}
