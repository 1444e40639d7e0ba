using System.Collections.Frozen;
using System.Text;
using Mogambo.Simulator.Options;

namespace Mogambo.Simulator.Accounts;

/// <summary>A WhatsApp Business Account: the owner of numbers and templates, with one app secret for all of its webhooks.</summary>
internal sealed class Account(string id, string appSecret)
{
    private volatile bool _isSubscribed = true;
    private volatile Uri? _callbackOverride;

    public string Id { get; } = id;

    public byte[] AppSecret { get; } = Encoding.UTF8.GetBytes(appSecret);

    public List<Number> Numbers { get; } = [];

    /// <summary>Without a subscribed app, no webhook of the account is sent (fact sheet 3.4).</summary>
    public bool IsSubscribed
    {
        get => _isSubscribed;
        set => _isSubscribed = value;
    }

    /// <summary>Where this account's webhooks go instead of the configured address (fact sheet 3.6).</summary>
    public Uri? CallbackOverride
    {
        get => _callbackOverride;
        set => _callbackOverride = value;
    }
}

/// <summary>A business phone number.</summary>
internal sealed record Number(string Id, string Display, string AccessToken, Account Account);

/// <summary>Every account and number the simulator plays.</summary>
internal sealed class AccountBook
{
    private readonly FrozenDictionary<string, Account> _accounts;
    private readonly FrozenDictionary<string, Number> _numbers;
    private readonly FrozenSet<string> _tokens;

    /// <exception cref="OptionException">An account or number is incomplete or given twice.</exception>
    public AccountBook(SimulatorOptions options)
    {
        var accounts = new Dictionary<string, Account>();
        var numbers = new Dictionary<string, Number>();
        foreach (var wanted in options.Accounts.Count > 0 ? options.Accounts : [Single(options)])
        {
            var account = new Account(Digits("account id", wanted.Id), Given("AppSecret", wanted.AppSecret));
            foreach (var number in wanted.Numbers)
            {
                var made = new Number(
                    Digits("PhoneNumberId", number.PhoneNumberId),
                    Digits("DisplayPhoneNumber", number.DisplayPhoneNumber),
                    Given("AccessToken", number.AccessToken),
                    account);
                account.Numbers.Add(made);
                if (!numbers.TryAdd(made.Id, made))
                {
                    throw new OptionException($"Phone number id {made.Id} is given twice.");
                }
            }

            if (account.Numbers.Count == 0 || !accounts.TryAdd(account.Id, account))
            {
                throw new OptionException($"Account {account.Id} is given twice or has no number.");
            }
        }

        _accounts = accounts.ToFrozenDictionary();
        _numbers = numbers.ToFrozenDictionary();
        _tokens = numbers.Values.Select(number => number.AccessToken).ToFrozenSet();
        All = [.. accounts.Values];
        First = All[0].Numbers[0];
    }

    public IReadOnlyList<Account> All { get; }

    /// <summary>The number that users write to when nothing else is said.</summary>
    public Number First { get; }

    public Account? Account(string id) => _accounts.GetValueOrDefault(id);

    public Number? Number(string id) => _numbers.GetValueOrDefault(id);

    public bool KnowsToken(string token) => _tokens.Contains(token);

    private static AccountOptions Single(SimulatorOptions options) => new()
    {
        Id = options.AccountId,
        AppSecret = options.AppSecret,
        Numbers =
        {
            new()
            {
                PhoneNumberId = options.PhoneNumberId,
                DisplayPhoneNumber = options.DisplayPhoneNumber,
                AccessToken = options.AccessToken,
            },
        },
    };

    private static string Digits(string name, string value) => value.Length > 0 && value.All(char.IsAsciiDigit)
        ? value
        : throw new OptionException($"The {name} '{value}' must be digits only.");

    private static string Given(string name, string value) => value.Length > 0
        ? value
        : throw new OptionException($"Option {name} cannot be empty.");
}
