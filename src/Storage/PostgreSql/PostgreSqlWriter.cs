using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The one connection on which a process writes its batches; opened again after a loss. Used by one caller at a time, who has a thread of
/// his own: the database's answer would otherwise queue up behind every webhook that came meanwhile.
/// </summary>
internal sealed class PostgreSqlWriter(NpgsqlDataSource source, EventFeeds feeds, TimeProvider time) : IDisposable
{
    private const string SyntaxOrAccess = "42";

    private const string AddPortfolios = "insert into portfolio (name) select unnest($1::text[]) on conflict do nothing";

    private const string AddNumbers = "insert into number (phone_number_id) select unnest($1::text[]) on conflict do nothing";

    // Planted defects are in the rules, which a plain batch does not ask.
    private static readonly string[] s_bugs = ["bug.no_version_check", "bug.no_unique_index", "bug.consent_at_enqueue"];

    private static readonly TimeSpan s_refusedFor = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _numbers = [];
    private readonly HashSet<string> _portfolios = [];
    private NpgsqlConnection? _connection;
    private PostgreSqlFunctions? _functions;
    private DateTimeOffset _plainFrom;
    private DateTimeOffset _templatesPlainFrom;

    public void Write(WriteBatch batch)
    {
        Failpoint.Hit("store.before_commit");
        var connection = Connect();
        try
        {
            AddMissing(connection, AddNumbers, batch.Numbers, _numbers);
            AddMissing(connection, AddPortfolios, batch.PortfolioUses.Select(commit => commit.Portfolio!.Name), _portfolios);
            var now = time.GetUtcNow();
            if (!TryWritePlain(connection, batch, now))
            {
                WriteInTwoSteps(connection, batch, now);
            }

            Failpoint.Hit("store.after_commit");
        }
        catch (Exception exception)
        {
            Leave(connection, isLost: PostgreSqlFaults.Classify(exception) == Fault.Lost);
            throw;
        }
    }

    // Where one is refused more are likely (webhooks that are all repeated after a restore), so the next ones do not try. A campaign to users of whom some
    // withdrew something holds up nothing but itself.
    private bool TryWritePlain(NpgsqlConnection connection, WriteBatch batch, DateTimeOffset now)
    {
        var withTemplates = batch.Templates.Count > 0;
        if (now < _plainFrom || (withTemplates && now < _templatesPlainFrom) || !feeds.IsEmpty || !batch.IsPlain || s_bugs.Any(Failpoint.IsOn))
        {
            return false;
        }

        try
        {
            Failpoint.Hit("store.in_commit");
            PostgreSqlPlainBatch.Write(_functions ??= new(connection), batch, now);
            return true;
        }
        catch (PostgresException exception) when (PostgreSqlFaults.Classify(exception) is Fault.Row or Fault.Race)
        {
            if (exception.SqlState.StartsWith(SyntaxOrAccess, StringComparison.Ordinal))
            {
                // Whoever reset the session took the functions with it.
                _functions = null;
            }

            // Not so a caller who repeats himself: his requests come one by one.
            if (exception.TableName == "idempotency")
            {
                return false;
            }

            if (withTemplates)
            {
                _templatesPlainFrom = now + s_refusedFor;
            }
            else
            {
                _plainFrom = now + s_refusedFor;
            }

            return false;
        }
    }

    private void WriteInTwoSteps(NpgsqlConnection connection, WriteBatch batch, DateTimeOffset now)
    {
        var (rows, wasOvertaken) = PostgreSqlLocks.Begin(connection, batch, now, withOrder: !feeds.IsEmpty);
        var decision = new BatchDecision(batch, rows, feeds, now);
        if (wasOvertaken && decision.Events.Rows.Count > 0)
        {
            throw new OvertakenException();
        }

        Failpoint.Hit("store.in_commit");
        PostgreSqlStep.Run(connection, [.. PostgreSqlWrites.For(batch, decision), PostgreSqlStep.Commit]);
    }

    public void Dispose() => Close();

    private NpgsqlConnection Connect()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open)
        {
            return open;
        }

        Close();
        return _connection = source.OpenConnection();
    }

    private void Leave(NpgsqlConnection connection, bool isLost)
    {
        try
        {
            if (!isLost)
            {
                PostgreSqlStep.Run(connection, [PostgreSqlStep.Rollback]);
                return;
            }
        }
        catch (Exception exception) when (PostgreSqlFaults.Classify(exception) == Fault.Lost)
        {
            // What ends the transaction then is the end of the connection.
        }

        Close();
    }

    private void Close()
    {
        if (_connection is { } connection)
        {
            (_connection, _functions) = (null, null);
            _numbers.Clear();
            _portfolios.Clear();
            connection.Dispose();
        }
    }

    // A park is a row that a claim locks: there must be one to lock before the first park, or a claim could pass it by; so with the users
    // of a portfolio. Rows are never removed, so what was seen is there.
    private static void AddMissing(NpgsqlConnection connection, string sql, IEnumerable<string> keys, HashSet<string> seen)
    {
        List<string> missing = [.. keys.Where(key => !seen.Contains(key)).Distinct().Order(StringComparer.Ordinal)];
        if (missing.Count > 0)
        {
            PostgreSqlStep.Run(connection, [new Unnest<string>(missing).Text(key => key).Step(sql)]);
            seen.UnionWith(missing);
        }
    }
}
