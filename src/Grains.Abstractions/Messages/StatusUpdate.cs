using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Messages;

/// <summary>One status webhook about an attempt of ours.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.status-update")]
public sealed record StatusUpdate
{
    [Id(0)]
    public required AttemptId Attempt { get; init; }

    /// <summary>The number the webhook came for: a status touches only rows of that number.</summary>
    [Id(1)]
    public required PhoneNumberId Number { get; init; }

    [Id(2)]
    public required string Wamid { get; init; }

    [Id(3)]
    public required MessageStatus Status { get; init; }

    [Id(4)]
    public required DateTimeOffset At { get; init; }

    [Id(5)]
    public MessageError? Error { get; init; }

    /// <summary>What is to be done about a failure; <see cref="SendRemedy.Fail"/> unless the code says that it may be sent again.</summary>
    [Id(6)]
    public SendRemedy Remedy { get; init; }

    /// <summary>WhatsApp's <c>pricing</c> object, JSON bytes: the billing truth.</summary>
    [Id(7)]
    public byte[]? Pricing { get; init; }

    /// <summary>What that comes to by the rate card; replaces the estimate of the claim.</summary>
    [Id(8)]
    public MessagePrice? Price { get; init; }

    /// <summary>Who got the message, where the status says it; decides the country of the price.</summary>
    [Id(9)]
    public UserId? Recipient { get; init; }
}
