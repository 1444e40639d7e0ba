namespace Mogambo.WhatsApp.Webhooks;

/// <summary>What a webhook's body holds: the changes that were understood and, one by one, the parts that were not.</summary>
public sealed record WebhookBody(IReadOnlyList<WebhookChange> Changes, IReadOnlyList<MalformedPart> Malformed);

/// <summary>One understood change.</summary>
/// <param name="EntryId">The account it is for: <c>entry[].id</c>; of an On-Premises body, which names none, the account of the called address.</param>
/// <param name="EntryTime"><c>entry[].time</c>, absent for messages and statuses.</param>
/// <param name="Field">WhatsApp's word: <c>messages</c>, <c>message_template_status_update</c>, …</param>
/// <param name="Raw">The change without its malformed parts, as a body of its own (On-Premises: flat; Cloud: <c>{"object":…,"entry":[{"id":…,"time":…,"changes":[…]}]}</c>): parsing it again gives this change again.</param>
public sealed record WebhookChange(string EntryId, DateTimeOffset? EntryTime, string Field, byte[] Raw, WebhookValue Value);

/// <summary>A part of a body that does not read as WhatsApp's: kept with its reason, whatever stands beside it takes effect.</summary>
/// <param name="EntryId">As in <see cref="WebhookChange"/>; empty where the body or entry does not say.</param>
/// <param name="Reason"><c>invalid-json</c> (the whole body) or <c>malformed</c>.</param>
/// <param name="Details">What is wrong, without any content of the part.</param>
/// <param name="Raw">The whole body for <c>invalid-json</c>, otherwise the part as a body of its own, as in <see cref="WebhookChange"/>.</param>
public sealed record MalformedPart(string EntryId, string Reason, string Details, byte[] Raw);
