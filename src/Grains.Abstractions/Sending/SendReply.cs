using Mogambo.Messages;
using Mogambo.Templates;

namespace Mogambo.Sending;

/// <summary>What became of a <see cref="SendRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.send-reply")]
public abstract record SendReply
{
    private SendReply()
    {
    }

    /// <summary>On disk.</summary>
    /// <param name="Phase">Queued (or claimed already), scheduled, or parked.</param>
    /// <param name="UsedFallback">The window is closed: the template goes instead.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.send-reply.taken")]
    public sealed record Taken(
        [property: Id(0)] MessageId Message,
        [property: Id(1)] MessagePhase Phase,
        [property: Id(2)] MessagePrice? Price,
        [property: Id(3)] bool UsedFallback) : SendReply;

    /// <summary>The key was used before: nothing new was stored.</summary>
    /// <param name="SameBody">False: the key belongs to another request.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.send-reply.repeated")]
    public sealed record Repeated([property: Id(0)] MessageId Message, [property: Id(1)] int StatusCode, [property: Id(2)] bool SameBody) : SendReply;

    /// <summary>Nothing was stored. Several may hold; the reply is the first in the order of contract section 3.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-reply.refused")]
    public sealed record Refused([property: Id(0)] SendRefusal Refusal) : SendReply;
}

/// <summary>Why a message is not taken.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.send-refusal")]
public abstract record SendRefusal
{
    private SendRefusal()
    {
    }

    /// <summary>The number can send nothing until the operator acts.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.number-unavailable")]
    public sealed record NumberUnavailable([property: Id(0)] MessageError Error) : SendRefusal;

    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.template-not-found")]
    public sealed record TemplateNotFound([property: Id(0)] TemplateId Template) : SendRefusal;

    /// <summary>The template changed since the message was made: its parameters no longer fit.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.template-changed")]
    public sealed record TemplateChanged([property: Id(0)] TemplateId Template) : SendRefusal;

    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.template-not-approved")]
    public sealed record TemplateNotApproved(
        [property: Id(0)] TemplateId Template, [property: Id(1)] TemplateStatus Status, [property: Id(2)] string? Reason) : SendRefusal;

    /// <param name="OptedOutAt">Null if the user never opted in.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.not-opted-in")]
    public sealed record NotOptedIn([property: Id(0)] DateTimeOffset? OptedOutAt) : SendRefusal;

    /// <param name="ClosedAt">Null if the user never wrote.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.window-closed")]
    public sealed record WindowClosed([property: Id(0)] DateTimeOffset? ClosedAt) : SendRefusal;

    /// <summary>So many messages of this conversation wait already that no more are taken.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-refusal.too-many-waiting")]
    public sealed record TooManyWaiting([property: Id(0)] int Limit) : SendRefusal;
}
