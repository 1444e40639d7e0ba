namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// While this transaction waited for a row, a younger one wrote it. The feed sorts events by transaction, so what this one says of that
/// row would stand before what it follows: the batch is tried again, as a younger transaction itself.
/// </summary>
internal sealed class OvertakenException() : Exception("A younger transaction wrote a row while this one waited for it.");
