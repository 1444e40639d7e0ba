namespace Mogambo.Storage.PostgreSql;

/// <summary>Something failed on our side after a batch was sent with its commit: it must not be taken for a row that the database refused, and written again.</summary>
internal sealed class WrittenException(Exception cause) : Exception("A batch was sent to be written, but its results could not be told.", cause)
{
    /// <summary>Does what follows such a batch.</summary>
    /// <exception cref="WrittenException">It failed.</exception>
    public static void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            throw new WrittenException(exception);
        }
    }
}
