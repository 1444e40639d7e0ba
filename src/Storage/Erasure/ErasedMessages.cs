using System.Data.Common;
using Dapper;
using Mogambo.Conversations;

namespace Mogambo.Storage.Erasure;

/// <summary>
/// Empties a person's messages. WhatsApp's ids go too: a wamid has the phone number in it. What stays says when which type of message had
/// which status and price.
/// </summary>
internal static class ErasedMessages
{
    private const string Empty = """
        update message set conversation = @left, content = @content, wamid = null, reference = null, fallback = null
        where conversation = @id
        """;

    private const string Errors = "select id as Id, at as At, error as Error from message where conversation = @id and error is not null";

    private const string SetError = "update message set error = @error where id = @id and at = @at";

    private static readonly byte[] s_nothing = "{}"u8.ToArray();

    /// <param name="left">What stands instead of the conversation.</param>
    public static async Task EraseAsync(DbTransaction transaction, ConversationId id, ConversationId left, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var failed = await connection.QueryAsync<Row>(
            new CommandDefinition(Errors, new { id = id.ToString() }, transaction, cancellationToken: cancellationToken));
        foreach (var row in failed)
        {
            var error = WithoutDetails(row.Error);
            await connection.ExecuteAsync(
                new CommandDefinition(SetError, new { id = row.Id, at = row.At, error }, transaction, cancellationToken: cancellationToken));
        }

        var arguments = new { id = id.ToString(), left = left.ToString(), content = s_nothing };
        await connection.ExecuteAsync(new CommandDefinition(Empty, arguments, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>WhatsApp writes what it likes into the details of an error, numbers too.</summary>
    public static string WithoutDetails(string error) => MessageErrorJson.Of(MessageErrorJson.Parse(error) with { Details = null });

    private sealed class Row
    {
        public RowId Id { get; init; }

        public long At { get; init; }

        public required string Error { get; init; }
    }
}
