using System.Globalization;
using Mogambo.Accounts;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>The accounts of a cluster: one for each policy that a test needs.</summary>
internal static class TestAccounts
{
    public const string Fallback = "Sorry, nobody is there.";

    public static readonly PhoneNumberId Echo = new("1000");
    public static readonly PhoneNumberId Http = new("2000");
    public static readonly PhoneNumberId Resending = new("3000");
    public static readonly PhoneNumberId OnPremises = new("4000");
    public static readonly PhoneNumberId[] Spare =
        [.. Enumerable.Range(1001, 16).Select(number => new PhoneNumberId(number.ToString(CultureInfo.InvariantCulture)))];

    public static AccountDirectory Directory { get; } = new(
    [
        Account("1", new() { Kind = BotKind.Echo }, OnUnknown.Hold, [Echo, .. Spare]),
        Account("2", new() { Kind = BotKind.Http, Url = new("http://127.0.0.1:1"), Secret = "secret", Fallback = Fallback }, OnUnknown.Hold, [Http]),
        Account("3", new() { Kind = BotKind.Echo }, OnUnknown.Resend, [Resending]),
        Account("4", new() { Kind = BotKind.Echo }, OnUnknown.Hold, [OnPremises]),
    ]);

    public static AccountId OwnerOf(PhoneNumberId number) =>
        Directory.TryGetNumber(number, out var found) ? found.Account.Id : throw new ArgumentOutOfRangeException(nameof(number));

    private static AccountOptions Account(string id, BotOptions bot, OnUnknown onUnknown, IEnumerable<PhoneNumberId> numbers)
    {
        var account = new AccountOptions { Id = id, AppSecret = "secret", Bot = bot, OnUnknown = onUnknown, EventFeed = id == "1" };
        foreach (var number in numbers)
        {
            account.Numbers.Add(new() { PhoneNumberId = number.Value, AccessToken = "token", Api = id == "4" ? InstanceApi.OnPremises : InstanceApi.Cloud, BaseUrl = new("http://127.0.0.1:1") });
        }

        return account;
    }
}
