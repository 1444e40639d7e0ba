using System.Globalization;
using Mogambo.Simulator;

namespace Mogambo.Faults.Run;

/// <summary>One business of a run: every second has a bot of its own over HTTP, the others the product's echo.</summary>
internal sealed record RunAccount(int Index)
{
    /// <summary>The name of the template that the simulator has approved.</summary>
    public const string Template = "training_plan";

    public string Id { get; } = (102290129340398L + Index).ToString(CultureInfo.InvariantCulture);

    public string Number { get; } = (106540352242922L + Index).ToString(CultureInfo.InvariantCulture);

    public string AppSecret { get; } = $"faults-app-secret-{Index}";

    public string AccessToken { get; } = $"faults-access-token-{Index}";

    public string ApiKey { get; } = $"mgb_test_{Index:00}_0123456789abcdefghijklmnopqrstuv";

    public bool HasHttpBot => Index % 2 == 1;

    public static string Secret => "whsec_" + Convert.ToBase64String(Witness.Signatures.Key);

    /// <summary>A user who writes and is answered.</summary>
    public string Writer(int n) => User(1_000_000 + n);

    /// <summary>A user who is sent to.</summary>
    public string Receiver(int n) => User(5_000_000 + n);

    public IEnumerable<KeyValuePair<string, string>> Settings(Uri instance, Uri witness)
    {
        var account = $"Mogambo__Accounts__{Index}__";
        yield return new(account + "Id", Id);
        yield return new(account + "Name", $"Business {Index}");
        yield return new(account + "AppSecret", AppSecret);
        yield return new(account + "VerifyToken", "faults-verify-token");
        yield return new(account + "EventFeed", "true");
        yield return new(account + "ApiKeys__0__Name", "faults");
        yield return new(account + "ApiKeys__0__Key", ApiKey);
        yield return new(account + "ApiKeys__0__Scopes__0", "*");
        yield return new(account + "Numbers__0__PhoneNumberId", Number);
        yield return new(account + "Numbers__0__AccessToken", AccessToken);
        yield return new(account + "Numbers__0__MessagesPerSecond", "0");
        yield return new(account + "Numbers__0__BaseUrl", new Uri(instance, "v25.0").ToString());
        yield return new(account + "Subscriptions__0__Url", new Uri(witness, $"events/{Id}").ToString());
        yield return new(account + "Subscriptions__0__Secret", Secret);
        yield return new(account + "Subscriptions__0__Events__0", "*");
        yield return new(account + "Bot__Kind", HasHttpBot ? "Http" : "Echo");
        if (HasHttpBot)
        {
            yield return new(account + "Bot__Url", new Uri(witness, $"bots/{Id}").ToString());
            yield return new(account + "Bot__Secret", Secret);
        }
    }

    public AccountOptions Simulated()
    {
        var account = new AccountOptions { Id = Id, AppSecret = AppSecret };
        account.Numbers.Add(new() { PhoneNumberId = Number, DisplayPhoneNumber = (15550780000L + Index).ToString(CultureInfo.InvariantCulture), AccessToken = AccessToken });
        return account;
    }

    private string User(int n) => string.Create(CultureInfo.InvariantCulture, $"49{1500 + Index}{n}");
}
