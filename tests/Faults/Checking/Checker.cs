using System.Data.Common;
using Mogambo.Faults.Checking.Reading;
using Mogambo.Faults.Checking.Relations;

namespace Mogambo.Faults.Checking;

/// <summary>
/// Holds what the instance, the bot, the subscriber and the callers saw against what the database says: sets alone, and no code of the
/// product. A run counts only once it is drained.
/// </summary>
public static class Checker
{
    /// <summary>Reads the three ledgers and the database (PostgreSQL, one snapshot) and compares them.</summary>
    /// <exception cref="InvalidDataException">A ledger has an unreadable line before its last.</exception>
    public static async Task<Report> RunAsync(
        string simulatorLedger, string witnessLedger, string faultsLog, DbConnection database, CheckOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        var started = options.Time.GetTimestamp();
        var dump = await Dump.ReadAsync(database, cancellationToken);
        var ledgers = Ledgers.Read(LedgerFile.Lines(simulatorLedger), LedgerFile.Lines(witnessLedger), LedgerFile.Lines(faultsLog));
        var relations = Compare(ledgers, dump, options);
        var first = relations.SelectMany(relation => relation.Offences).Take(Report.MaxOffenders).ToList();
        var histories = History.Of(first, dump, ("simulator", LedgerFile.Lines(simulatorLedger)), ("witness", LedgerFile.Lines(witnessLedger)));
        return new(relations, histories, ledgers.Faults, ledgers.Lines, options.Time.GetElapsedTime(started));
    }

    public static IReadOnlyList<Relation> Compare(Ledgers ledgers, Dump dump, CheckOptions? options = null)
    {
        var run = new Case(ledgers, dump, options ?? new());
        return
        [
            InboundStored.Check(run),
            Outcomes.Check(run),
            BotCalls.Check(run),
            StatusesApplied.Check(run),
            ApiMessages.Check(run),
            FinalStates.Check(run),
            SendsOnce.Check(run),
            Ambiguity.Check(run),
            Orders.OfCalls(run),
            Orders.OfSends(run),
            Events.Recorded(run),
            Events.Delivered(run),
            OptOuts.Check(run),
            SendWindows.Check(run),
        ];
    }
}
