using Mogambo.Conversations;

namespace Mogambo.Contacts;

/// <summary>
/// What WhatsApp itself told about a number, keyed <c>{account}/{canonical digits}</c>. Keeps a row only where that differs from the
/// canonical form, or says that the number is not on WhatsApp.
/// </summary>
[GrainInterfaceType("contact"), Alias("mogambo.contact")]
public interface IContactGrain : IGrainWithStringKey
{
    /// <summary>The user that a number belongs to: WhatsApp's last word, otherwise the canonical digits.</summary>
    [Alias("resolve"), Orleans.Concurrency.AlwaysInterleave]
    Task<ContactAnswer> ResolveAsync();

    /// <summary>Remembers what WhatsApp answered.</summary>
    /// <param name="waId">The exact <c>wa_id</c>, or null: the number is not on WhatsApp.</param>
    [Alias("learn")]
    Task LearnAsync(string? waId, DateTimeOffset at);

    /// <summary>
    /// Erases the person: the conversations with every number of the account, under every name that is known, then all else. False, and it
    /// is to be asked again, while a message to the person is being sent. Erasing somebody unknown, or twice, is harmless.
    /// </summary>
    [Alias("erase")]
    Task<bool> EraseAsync();
}

/// <summary>A look-up's answer.</summary>
/// <param name="User">Whose conversation it is.</param>
/// <param name="WaId">The address, exactly as WhatsApp gave it, if it ever did.</param>
/// <param name="IsOnWhatsApp">False only if WhatsApp said so.</param>
[GenerateSerializer, Immutable, Alias("mogambo.contact-answer")]
public sealed record ContactAnswer([property: Id(0)] UserId User, [property: Id(1)] string? WaId, [property: Id(2)] bool IsOnWhatsApp);
