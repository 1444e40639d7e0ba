using System.Data.Common;
using Mogambo.Conversations;

namespace Mogambo.Storage.Contacts;

/// <summary>A user of an account.</summary>
internal readonly record struct ContactKey(string Account, string User);

/// <summary>Reads a <see cref="StoredContact"/> from a row of <c>contact c</c>.</summary>
internal static class ContactColumns
{
    public const string All = "c.user_id, c.wa_id, c.is_on_whatsapp, c.business_scoped_user_id, c.at, c.account";

    public static StoredContact Read(DbDataReader reader) => new(
        UserId.Parse(reader.GetString(0)),
        reader.IsDBNull(1) ? null : reader.GetString(1),
        reader.GetBoolean(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)));

    public static ContactKey ReadKey(DbDataReader reader) => new(reader.GetString(5), reader.GetString(0));
}
