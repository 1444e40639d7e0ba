using Mogambo.Accounts;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Templates;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Writes the templates of a batch.</summary>
internal static class PostgreSqlTemplateWrites
{
    private const string Rows = """
        unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::smallint[], $6::boolean[], $7::text[], $8::text[], $9::bigint[],
            $10::bytea[])
        """;

    private const string Insert = $"""
        insert into template (account, name, language, status, category, awaits_agreement, shape, reason, revision, document)
        select * from {Rows}
        """;

    private const string Update = $"""
        update template t
        set status = n.status, category = n.category, awaits_agreement = n.awaits_agreement, shape = n.shape, reason = n.reason,
            revision = n.revision, document = n.document
        from {Rows} as n(account, name, language, status, category, awaits_agreement, shape, reason, revision, document)
        where t.account = n.account and t.name = n.name and t.language = n.language
        """;

    private const string Remove = """
        delete from template t using unnest($1::text[], $2::text[], $3::text[]) as k(account, name, language)
        where t.account = k.account and t.name = k.name and t.language = k.language
        """;

    // Whoever waits for something else looks, finds that it still waits, and sleeps on: waking is harmless.
    // Of those that were locked before, in the order of everybody.
    private const string Wake = """
        update conversation c set due_at = r.now, wakes_at = r.now from unnest($1::text[], $2::bigint[]) as r(account, now)
        where c.id = any($3) and c.account = r.account and c.due_at > r.now
        """;

    public static IEnumerable<PostgreSqlStep> For(BatchTemplates templates, IReadOnlyCollection<string> mayWake, DateTimeOffset now)
    {
        if (templates.Added.Count > 0)
        {
            yield return OfRows(templates.Added).Step(Insert);
        }

        if (templates.Replaced.Count > 0)
        {
            yield return OfRows(templates.Replaced).Step(Update);
        }

        if (templates.Removed.Count > 0)
        {
            yield return OfKeys(templates.Removed).Step(Remove);
        }

        if (templates.Released.Count > 0)
        {
            yield return new Unnest<AccountId>([.. templates.Released])
                .Text(account => account.Value).BigInt(_ => now.ToUnixTimeMilliseconds()).Value<string[]>([.. mayWake]).Step(Wake);
        }
    }

    public static Unnest<TemplateKey> OfKeys(IReadOnlyList<TemplateKey> keys) =>
        new Unnest<TemplateKey>(keys).Text(key => key.Account.Value).Text(key => key.Name).Text(key => key.Language);

    private static Unnest<TemplateRow> OfRows(IReadOnlyList<TemplateRow> rows) => new Unnest<TemplateRow>(rows)
        .Text(row => row.Account.Value).Text(row => CleanText.Of(row.Id.Name)).Text(row => CleanText.Of(row.Id.Language))
        .SmallInt(row => (int)row.Status).SmallInt(row => (int)row.Category).Boolean(row => row.AwaitsAgreement)
        .Text(row => row.Shape).Text(row => row.Reason).BigInt(row => row.Revision).Bytes(row => row.Document);
}
