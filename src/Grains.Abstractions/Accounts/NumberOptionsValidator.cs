namespace Mogambo.Accounts;

/// <summary>What is wrong with one number's settings.</summary>
internal static class NumberOptionsValidator
{
    public static IEnumerable<string> Problems(NumberOptions number, string path)
    {
        if (number.PhoneNumberId.Length == 0)
        {
            yield return $"{path}:PhoneNumberId is missing: set it to WhatsApp's id of the number.";
        }
        else if (!PhoneNumberId.TryParse(number.PhoneNumberId, null, out _))
        {
            yield return $"{path}:PhoneNumberId is not a phone number id: it must be 1 to 32 digits.";
        }

        if (number.DisplayPhoneNumber is { Length: > 0 } display && !Digits.Are(display, 3, 20))
        {
            yield return $"{path}:DisplayPhoneNumber is not a number: write it in digits with country code, without + and spaces.";
        }

        if (number.BaseUrl is null)
        {
            yield return $"{path}:BaseUrl is missing: set it to the instance's address, such as https://graph.facebook.com/v25.0.";
        }
        else if (number.BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return $"{path}:BaseUrl is no http(s) address: set it to the instance's address, such as https://graph.facebook.com/v25.0.";
        }

        if (number.Api == InstanceApi.Cloud && string.IsNullOrEmpty(number.AccessToken))
        {
            yield return $"{path}:AccessToken is missing: set it to a token that may send for this number.";
        }

        if (number.Api == InstanceApi.OnPremises && string.IsNullOrEmpty(number.WebhookSecret))
        {
            yield return $"{path}:WebhookSecret is missing: the On-Premises API signs nothing, so its webhooks must bring this secret.";
        }

        if (number.MessagesPerSecond < 0)
        {
            yield return $"{path}:MessagesPerSecond is negative: 0 is no limit.";
        }

        if (number.UniqueUsersPer24h < 0)
        {
            yield return $"{path}:UniqueUsersPer24h is negative: 0 is no limit.";
        }
    }
}
