namespace Mogambo.Accounts;

/// <summary>One business number and how to reach its WhatsApp instance. Bound from <c>Mogambo:Accounts:n:Numbers:n</c>.</summary>
public sealed class NumberOptions
{
    /// <summary>WhatsApp's id of the number. Digits.</summary>
    public string PhoneNumberId { get; set; } = "";

    /// <summary>The number itself, digits.</summary>
    public string? DisplayPhoneNumber { get; set; }

    public InstanceApi Api { get; set; } = InstanceApi.Cloud;

    /// <summary>Cloud: host and version, such as <c>https://graph.facebook.com/v25.0</c>.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Cloud: the system user's token that sends.</summary>
    public string? AccessToken { get; set; }

    /// <summary>On-Premises: what its webhooks bring as Basic password or <c>?token=</c>.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Throughput of the number, in and out together (fact sheet 13). 0 = no limit. Default: 80.</summary>
    public int MessagesPerSecond { get; set; } = 80;

    /// <summary>Unique users per 24 h outside the window. 0 = no limit.</summary>
    public int UniqueUsersPer24h { get; set; }
}
