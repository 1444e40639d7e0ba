using System.Collections.Frozen;
using Mogambo.Messages;
using static Mogambo.Messages.SendRemedy;

namespace Mogambo.WhatsApp.Errors;

/// <summary>
/// WhatsApp's error codes (fact sheet 14): for each its title, what to do, and whether sending the same again helps. The same code may
/// come in the answer to a send, in a <c>failed</c> status, or both; HTTP statuses and titles are unstable, so only the code decides.
/// </summary>
public static class ErrorCatalogue
{
    private const string Permissions = "Give the system user's token the permissions whatsapp_business_messaging and whatsapp_business_management.";
    private const string Registration = "Follow the registration steps of the number in WhatsApp Manager.";
    private const string Migration = "Follow the steps for moving a number in WhatsApp Manager.";
    private const string Format = "Correct the template and submit it again.";

    private static readonly FrozenDictionary<int, ErrorMeaning> Codes = new Dictionary<int, ErrorMeaning>
    {
        // The whole API.
        [0] = new("Not authenticated", "Create a new system user token and configure it for the number.", ParkNumber),
        [1] = new("Unknown API error or invalid request", "It is tried again a few times; then check the content against WhatsApp's documentation.", BackOffBriefly),
        [2] = new("WhatsApp is down or overloaded", "Nothing to do: it is sent again.", BackOff),
        [3] = new("The app lacks a capability or permission", Permissions, ParkNumber),
        [4] = new("The app's call limit is reached", "Nothing to do: it is sent again within the hour.", WaitMinutes),
        [10] = new("Permission denied", Permissions, ParkNumber),
        [33] = new("The number was deleted or its id is wrong", "Check the configured phone number id.", ParkNumber),
        [100] = new("Invalid parameter", "Correct the content: a member is unknown, misspelled or too long.", Fail),
        [190] = new("The access token has expired", "Create a new system user token and configure it for the number.", ParkNumber),
        [368] = new("Temporarily blocked for violating policy", "Read the violation in WhatsApp Manager and resume the number once the block has ended.", ParkNumber),
        [506] = new("Duplicate post", "Change the content or wait before sending the same again.", Fail),
        [80007] = new("The account's call limit is reached", "Nothing to do: it is sent again within the hour.", WaitMinutes),

        // Limits and restrictions.
        [130429] = new("The number's throughput is reached", "Nothing to do: it is sent again, more slowly.", BackOff),
        [130472] = new("The user is part of a WhatsApp experiment", "Reach this user by another channel; marketing is not delivered to them.", Fail),
        [130497] = new("The business may not message this country", "Do not message users of this country.", Fail),
        [131048] = new("The number is limited because of spam reports", "Stop messages that users did not ask for and check the number's quality before sending again.", Fail),
        [131049] = new("The user had enough marketing for now", "Nothing to do: it is sent again after a day or more.", WaitForUser),
        [131050] = new("The user stopped marketing messages", "Send no marketing to this user until they resume it.", Fail),
        [131056] = new("Too many messages to this user in a short time", "Nothing to do: it is sent again once the pair's limit allows.", WaitForPair),
        [131057] = new("The number is being upgraded", "Nothing to do: it is sent again in a few minutes.", WaitMinutes),
        [131064] = new("Throttled for misusing a template category", "Correct the category and wait a day before sending again.", Fail),
        [2494100] = new("The number is in maintenance", "Nothing to do: it is sent again in a few minutes.", WaitMinutes),

        // Sending.
        [131000] = new("Something went wrong at WhatsApp", "It is tried again a few times; if it stays, ask WhatsApp's support.", BackOffBriefly),
        [131001] = new("The message is too long", "Shorten the text.", Fail),
        [131002] = new("The recipient type is invalid", "Send to an individual user.", Fail),
        [131005] = new("Access denied", Permissions, ParkNumber),
        [131006] = new("Resource not found", "Check the ids in the content.", Fail),
        [131008] = new("A required parameter is missing", "Add the member that the details name.", Fail),
        [131009] = new("A parameter has an invalid value", "Correct the member that the details name.", Fail),
        [131016] = new("WhatsApp is unavailable", "Nothing to do: it is sent again.", BackOff),
        [131021] = new("The recipient is the sender", "Send to a user, not to the business number itself.", Fail),
        [131026] = new("Undeliverable", "Ask the user to update WhatsApp and accept its terms, or reach them by another channel.", Fail),
        [131030] = new("The recipient is not on the test number's list", "Add the recipient to the allowed list or use a real number.", Fail),
        [131031] = new("The account is locked", "Unlock the account or correct the two-step PIN in WhatsApp Manager.", ParkNumber),
        [131037] = new("The number's display name is not approved", "Have the display name approved in WhatsApp Manager.", ParkNumber),
        [131042] = new("Payment problem", "Correct the account's payment method in WhatsApp Manager.", ParkNumber),
        [131043] = new("The message expired before it was delivered", "Send it again if it still matters.", Fail),
        [131045] = new("The number's certificate or registration is wrong", "Register the number again.", ParkNumber),
        [131047] = new("More than 24 hours since the user's last message", "Send a template instead.", Fail),
        [131051] = new("Message type not supported", "Use another type of message.", Fail),
        [131052] = new("The user's media could not be downloaded", "Ask the user to send it again.", Fail),
        [131053] = new("The media could not be uploaded", "Check the media's address, type and size, and send it again.", Fail),
        [131055] = new("Method not allowed", "Send this message through the ordinary messages API.", Fail),
        [131059] = new("Bad paging cursor", "List the templates again from the start.", Fail),
        [131062] = new("Not allowed to a user without a phone number", "Ask the user for their number; authentication templates need one.", Fail),

        // Templates.
        [132000] = new("Wrong number of template parameters", "Give one parameter for each variable of the template.", Fail),
        [132001] = new("The template does not exist in this language or is not approved", "Check the template's name, language and status.", Fail),
        [132005] = new("The text is too long with its parameters", "Shorten the parameters.", Fail),
        [132007] = new("The template's characters violate WhatsApp's policy", Format, Fail),
        [132012] = new("A template parameter has the wrong format", "Give each parameter in the kind the template declares.", Fail),
        [132015] = new("The template is paused", "Nothing to do: it is sent once the template is approved again; improve its content meanwhile.", HoldForTemplate),
        [132016] = new("The template is disabled", "Use another template.", Fail),
        [132018] = new("A parameter holds a line break, a tab or more than four spaces", "Remove them from the parameter.", Fail),
        [132068] = new("The flow is blocked", "Correct the flow in WhatsApp Manager.", Fail),
        [132069] = new("The flow is throttled", "Correct the flow; only ten messages an hour pass.", Fail),
        [134011] = new("The terms for payments are not accepted", "Accept them in WhatsApp Manager.", Fail),
        [134100] = new("Only marketing passes here", "Use a marketing template.", Fail),
        [134101] = new("The template is being prepared for marketing", "Send it again in ten minutes.", Fail),
        [134102] = new("The template is unavailable for marketing", "Send it again later.", Fail),
        [134103] = new("Refused by the Marketing Messages API", "Read the details.", Fail),
        [135000] = new("The message could not be sent with these parameters", "Check the content against WhatsApp's documentation.", Fail),
        [137000] = new("The user's identity has changed", "Verify who the user is before sending again.", Fail),
        [139200] = new("Direct send is blocked", "Send a template, or ask WhatsApp for access to direct send.", Fail),
        [200005] = new("Template insights are unavailable", "Try again later.", Fail),
        [200006] = new("Template insights cannot be disabled", "Leave them enabled.", Fail),
        [200007] = new("Template insights are not enabled", "Enable them in WhatsApp Manager.", Fail),
        [1752041] = new("Marketing Messages API: request repeated", "Wait for the first request to be decided.", Fail),
        [2388019] = new("The account has too many templates", "Delete templates that are not used.", Fail),
        [2388040] = new("A template field is too long", Format, Fail),
        [2388047] = new("The template's header is wrong", Format, Fail),
        [2388072] = new("The template's body is wrong", Format, Fail),
        [2388073] = new("The template's footer is wrong", Format, Fail),
        [2388293] = new("Too many variables for the template's length", Format, Fail),
        [2388299] = new("The template begins or ends with a variable", Format, Fail),
        [2388318] = new("A generated template cannot be changed", "Create a template of your own.", Fail),
        [2388330] = new("A generated template cannot be deleted", "Leave it.", Fail),

        // Registration, moving numbers, coexistence.
        [133000] = new("Deregistration is incomplete", "Deregister the number again.", Fail),
        [133001] = new("The backup could not be decrypted", Registration, Fail),
        [133002] = new("The backup blob is wrong", Registration, Fail),
        [133003] = new("The recovery token is wrong", Registration, Fail),
        [133004] = new("WhatsApp is temporarily unavailable", "Nothing to do: it is sent again.", BackOff),
        [133005] = new("The two-step PIN is wrong", "Give the right PIN or reset it in WhatsApp Manager.", Fail),
        [133006] = new("The number must be verified again", Registration, Fail),
        [133007] = new("The account is blocked", Registration, Fail),
        [133008] = new("Too many wrong PINs", "Wait as long as the details say.", Fail),
        [133009] = new("PINs were tried too fast", "Wait as long as the details say.", Fail),
        [133010] = new("The number is not registered", "Register the number.", ParkNumber),
        [133015] = new("The number was deleted just now", "Wait five minutes and register it again.", Fail),
        [133016] = new("Too many registrations of the number", "Wait 72 hours.", Fail),
        [136025] = new("The verification code could not be checked", Registration, Fail),
        [2388001] = new("The number cannot be moved", Migration, Fail),
        [2388012] = new("The number cannot be moved", Migration, Fail),
        [2388091] = new("The number cannot be moved", Migration, Fail),
        [2388093] = new("The number cannot be moved", Migration, Fail),
        [2388103] = new("The number cannot be moved", Migration, Fail),
        [2593107] = new("The limit of synchronisations is reached", "Connect the app's number again.", Fail),
        [2593108] = new("Outside the 24 hours for synchronisation", "Connect the app's number again.", Fail),
    }.ToFrozenDictionary();

    private static readonly ErrorMeaning MissingPermission = new("An API permission is missing", Permissions, ParkNumber);
    private static readonly ErrorMeaning Calling = new("Calling API error", "Read the details; it does not concern messages.", Fail);
    private static readonly ErrorMeaning Username = new("Business username error", "Read the details; it does not concern messages.", Fail);
    private static readonly ErrorMeaning UnknownTransient = new("WhatsApp is busy or failing", "Nothing to do: it is sent again.", BackOff);
    private static readonly ErrorMeaning UnknownFinal = new("Refused by WhatsApp", "Read the details; this code is not in the catalogue.", Fail);

    /// <summary>The codes that have an entry of their own.</summary>
    public static IEnumerable<int> KnownCodes => Codes.Keys;

    /// <returns>Null for a code that fact sheet 14 does not know.</returns>
    public static ErrorMeaning? Find(int code) =>
        Codes.TryGetValue(code, out var meaning) ? meaning
        : code switch
        {
            >= 200 and <= 299 => MissingPermission,
            >= 138000 and <= 138999 => Calling,
            >= 147000 and <= 147999 => Username,
            _ => null,
        };

    /// <summary>What a code means; an unknown one is transient with HTTP 429 and 5xx, and final with anything else.</summary>
    /// <param name="httpStatus">The answer's HTTP status; null where the code came by webhook.</param>
    public static ErrorMeaning Explain(int code, int? httpStatus = null) =>
        Find(code) ?? (httpStatus is 429 or >= 500 ? UnknownTransient : UnknownFinal);

    /// <summary>The error as it is stored and shown: WhatsApp's words first, ours where it gave none.</summary>
    public static MessageError Describe(this ErrorMeaning meaning, int code, string? title, string? details) => new()
    {
        Code = code,
        Title = string.IsNullOrWhiteSpace(title) ? meaning.Title : title,
        Details = string.IsNullOrWhiteSpace(details) ? null : details,
        Advice = meaning.Advice,
        Retryable = meaning.Remedy != Fail,
    };
}
