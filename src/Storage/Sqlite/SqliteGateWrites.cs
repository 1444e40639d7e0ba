using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;

namespace Mogambo.Storage.Sqlite;

/// <summary>Writes what sends by API depend on: templates, opt-ins, callers' keys, the users of portfolios.</summary>
internal static class SqliteGateWrites
{
    private const string Template = """
        insert into template (account, name, language, status, category, awaits_agreement, shape, reason, revision, document)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (account, name, language) do update
        set status = excluded.status, category = excluded.category, awaits_agreement = excluded.awaits_agreement, shape = excluded.shape,
            reason = excluded.reason, revision = excluded.revision, document = excluded.document
        """;

    private const string RemoveTemplate = "delete from template where account = $1 and name = $2 and language = $3";

    // Whoever waits for something else looks, finds that it still waits, and sleeps on: waking is harmless.
    private const string Wake = "update conversation set due_at = $2, wakes_at = $2 where wakes_at is not null and account = $1 and due_at > $2";

    private const string OptIn = """
        insert into opt_in (account, user_id, state) values ($1, $2, $3)
        on conflict (account, user_id) do update set state = excluded.state
        """;

    private const string Append = """
        insert into opt_in_entry (account, user_id, at, id, number, action, source, evidence, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (account, user_id, at, id) do nothing
        """;

    private const string Key = """
        insert into idempotency (account, endpoint, key, fingerprint, message_id, status_code, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string PortfolioUser = """
        insert into portfolio_user (portfolio, user_id, at) values ($1, $2, $3)
        on conflict (portfolio, user_id) do update set at = max(at, excluded.at)
        """;

    public static async Task WriteAsync(SqliteStatements statements, BatchDecision decision)
    {
        var now = decision.Now.ToUnixTimeMilliseconds();
        await WriteOptInsAsync(statements, decision.Rows.OptIns, now);
        foreach (var key in decision.Allowed.Select(request => request.Commit.Idempotency).OfType<IdempotencyKey>())
        {
            var name = IdempotencyRef.Of(key);
            await statements.ExecuteAsync(
                Key, name.Account, name.Endpoint, name.Key, key.Fingerprint, key.Message.Value, key.StatusCode, now);
        }

        foreach (var (portfolio, user, at) in decision.Rows.Portfolios.Used)
        {
            await statements.ExecuteAsync(PortfolioUser, portfolio, user, at);
        }

        await WriteTemplatesAsync(statements, decision.Rows.Templates, now);
    }

    private static async Task WriteOptInsAsync(SqliteStatements statements, BatchOptIns optIns, long now)
    {
        foreach (var (key, state) in optIns.Added.Concat(optIns.Changed))
        {
            await statements.ExecuteAsync(OptIn, key.Account, key.User, OptInStateJson.Of(state));
        }

        foreach (var row in optIns.Entries)
        {
            await statements.ExecuteAsync(
                Append, row.Account, row.User, row.At, row.Id, row.Number, row.Action, row.Source, row.Evidence, row.By, now);
        }
    }

    private static async Task WriteTemplatesAsync(SqliteStatements statements, BatchTemplates templates, long now)
    {
        foreach (var row in templates.Added.Concat(templates.Replaced))
        {
            var key = new TemplateKey(row.Account, row.Id);
            await statements.ExecuteAsync(
                Template, row.Account.Value, key.Name, key.Language, (int)row.Status, (int)row.Category, row.AwaitsAgreement, row.Shape,
                row.Reason, row.Revision, row.Document);
        }

        foreach (var key in templates.Removed)
        {
            await statements.ExecuteAsync(RemoveTemplate, key.Account.Value, key.Name, key.Language);
        }

        foreach (var account in templates.Released)
        {
            await statements.ExecuteAsync(Wake, account.Value, now);
        }
    }
}
