using System.Data.Common;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.Storage.Idempotency;

/// <summary>Reads an <see cref="IdempotencyKey"/>.</summary>
internal static class IdempotencyColumns
{
    public const string All = "i.account, i.endpoint, i.key, i.fingerprint, i.message_id, i.status_code";

    public static IdempotencyKey Read(DbDataReader reader) => new(
        new AccountId(reader.GetString(0)),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetFieldValue<byte[]>(3),
        new MessageId(RowId.GuidOf(reader.GetValue(4))),
        reader.GetInt32(5));
}
