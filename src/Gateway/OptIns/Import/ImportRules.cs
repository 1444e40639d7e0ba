using Mogambo.Accounts;
using Mogambo.Gateway.Contacts;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.OptIns.Import;

/// <summary>Makes entries of the ledger of rows, or says what is wrong with them.</summary>
/// <param name="now">One time for the whole import.</param>
internal sealed class ImportRules(Account account, UserAliases aliases, ImportDefaults defaults, DateTimeOffset now)
{
    /// <summary>What the ledger calls who recorded it.</summary>
    private const string By = "import";

    public async ValueTask<(NewOptIn? Entry, string? Error)> ReadAsync(ImportRow row, CancellationToken cancellationToken)
    {
        if (row.Error is { } error)
        {
            return (null, error);
        }

        if (!PhoneNumberText.TryRead(row.Number, out var user, out var problem))
        {
            return (null, problem);
        }

        if (Action(row.Action) is not { } action)
        {
            return (null, "action must be opt_in or opt_out");
        }

        var source = row.Source ?? defaults.Source;
        if (!OptInBody.IsSource(source))
        {
            return (null, $"source {OptInBody.SourceExpectation}");
        }

        if (row.Evidence is { Length: > OptInBody.MaxEvidence })
        {
            return (null, $"evidence {OptInBody.EvidenceExpectation}");
        }

        var number = defaults.From;
        if (row.From is { } from)
        {
            if (!PhoneNumberId.TryParse(from, null, out var id) || account.Numbers.All(candidate => candidate.Id != id))
            {
                return (null, "from must be a phone number id of the account");
            }

            number = id;
        }

        DateTimeOffset at = default;
        if (row.At is not null && !OptInTime.TryParse(row.At, out at))
        {
            return (null, $"at {OptInTime.Expectation}");
        }

        if (OptInTime.IsFuture(at, now))
        {
            return (null, "at must not be in the future");
        }

        return (
            new NewOptIn
            {
                Account = account.Id,
                User = await aliases.FindAsync(account.Id, user, cancellationToken),
                Number = number,
                Action = action,
                At = row.At is null ? now : OptInTime.NoLaterThan(at, now),
                Source = source!,
                Evidence = row.Evidence,
                By = By,
                NeverLiftsOptOut = row.At is null && action == OptInAction.OptedIn,
            },
            null);
    }

    private OptInAction? Action(string? word) => word is null ? defaults.Action : ImportDefaults.ActionOf(word);
}

/// <summary>What holds for rows that do not say it themselves, from the query.</summary>
internal sealed record ImportDefaults(OptInAction Action, string? Source, PhoneNumberId? From)
{
    public static readonly IReadOnlyList<string> Actions = ["opt_in", "opt_out"];

    public static OptInAction? ActionOf(string? word) => word switch
    {
        "opt_in" => OptInAction.OptedIn,
        "opt_out" => OptInAction.OptedOut,
        _ => null,
    };
}
