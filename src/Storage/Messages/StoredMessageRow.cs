using System.Data.Common;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>Reads a <see cref="StoredMessage"/> from a row.</summary>
internal static class StoredMessageRow
{
    public const string Columns = "m.id, m.at, m.conversation, m.direction, m.type, m.content, m.wamid, m.phase, m.attempt, m.rank, m.error, m.created_at, m.in_reply_to";

    public static StoredMessage Read(DbDataReader reader) => new()
    {
        Key = new(new MessageId(RowId.GuidOf(reader.GetValue(0))), reader.GetInt64(1)),
        Conversation = ConversationId.Parse(reader.GetString(2)),
        Direction = (MessageDirection)reader.GetInt32(3),
        Type = reader.GetString(4),
        Content = reader.GetFieldValue<byte[]>(5),
        Wamid = reader.IsDBNull(6) ? null : reader.GetString(6),
        Phase = (MessagePhase)reader.GetInt32(7),
        Attempt = reader.GetInt32(8),
        Rank = reader.GetInt32(9),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(11)),
        Error = reader.IsDBNull(10) ? null : MessageErrorJson.Parse(reader.GetString(10)),
        InReplyTo = reader.IsDBNull(12) ? null : new MessageId(RowId.GuidOf(reader.GetValue(12))),
    };
}
