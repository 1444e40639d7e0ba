using System.Data.Common;
using Mogambo.Accounts;
using Mogambo.Templates;

namespace Mogambo.Storage.Templates;

/// <summary>Reads a <see cref="TemplateRow"/>.</summary>
internal static class TemplateColumns
{
    public const string All =
        "t.account, t.name, t.language, t.status, t.category, t.awaits_agreement, t.shape, t.reason, t.revision, t.document";

    /// <summary><see cref="TemplateRow.MaySend"/> in SQL.</summary>
    public const string MaySend = "t.status = 2 and not t.awaits_agreement";

    public static TemplateRow Read(DbDataReader reader) => new()
    {
        Account = new AccountId(reader.GetString(0)),
        Id = new TemplateId(reader.GetString(1), reader.GetString(2)),
        Status = (TemplateStatus)reader.GetInt32(3),
        Category = (TemplateCategory)reader.GetInt32(4),
        AwaitsAgreement = reader.GetBoolean(5),
        Shape = reader.GetString(6),
        Reason = reader.IsDBNull(7) ? null : reader.GetString(7),
        Revision = reader.GetInt64(8),
        Document = reader.GetFieldValue<byte[]>(9),
    };
}
