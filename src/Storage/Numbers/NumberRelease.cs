namespace Mogambo.Storage.Numbers;

/// <summary>Makes the conversations of a number due that wait for anything.</summary>
internal static class NumberRelease
{
    // Whoever waits for something else looks, finds that it still waits, and sleeps on: waking is harmless.
    /// <summary>Takes <c>@number</c> and <c>@now</c>. Who has a send in flight is woken too: it may come back held, by what is over now.</summary>
    public static string Sql(IDatabase database) => $"""
        update conversation set due_at = @now, wakes_at = @now
        where id in (
            select id from conversation
            where phone_number_id = @number and due_at > @now and id in (select id from conversation where wakes_at is not null union select id from ({database.Leased}) l)
            order by id {database.Lock})
        """;
}
