using Microsoft.Extensions.Options;

namespace Mogambo.Accounts;

/// <summary>Stops the start on accounts that could not work, with one sentence for each setting that is wrong or missing.</summary>
public sealed class MogamboOptionsValidator : IValidateOptions<MogamboOptions>
{
    public ValidateOptionsResult Validate(string? name, MogamboOptions options)
    {
        var problems = Problems(options.Accounts).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>Everything that is wrong, each a sentence that begins with the setting's path.</summary>
    public static IEnumerable<string> Problems(IList<AccountOptions> accounts)
    {
        for (var n = 0; n < accounts.Count; n++)
        {
            foreach (var problem in AccountOptionsValidator.Problems(accounts[n], Path(n)))
            {
                yield return problem;
            }
        }

        foreach (var problem in Repeats(accounts))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Repeats(IList<AccountOptions> accounts)
    {
        HashSet<string> ids = [], numbers = [], keys = [];
        for (var n = 0; n < accounts.Count; n++)
        {
            var account = accounts[n];
            if (account.Id.Length > 0 && !ids.Add(account.Id))
            {
                yield return $"{Path(n)}:Id is {account.Id}, which an account above has already: each account is configured once.";
            }

            for (var i = 0; i < account.Numbers.Count; i++)
            {
                var number = account.Numbers[i].PhoneNumberId;
                if (number.Length > 0 && !numbers.Add(number))
                {
                    yield return $"{Path(n)}:Numbers:{i}:PhoneNumberId is {number}, which is configured already: a number belongs to one account.";
                }
            }

            for (var i = 0; i < account.ApiKeys.Count; i++)
            {
                var key = account.ApiKeys[i].Key;
                if (key.Length > 0 && !keys.Add(key))
                {
                    yield return $"{Path(n)}:ApiKeys:{i}:Key is configured already: a key belongs to one account.";
                }
            }
        }
    }

    private static string Path(int account) => $"{MogamboOptions.Section}:Accounts:{account}";
}
