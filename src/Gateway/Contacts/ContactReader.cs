using Mogambo.Gateway.Json;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Contacts;

/// <summary>Puts together what is known of a person.</summary>
internal sealed class ContactReader(IConversationQueries conversations, IContacts contacts, IOptIns optIns, TimeProvider time)
{
    /// <param name="optIn">Where the user stands, if the caller knows already.</param>
    public async Task<IResult> ShowAsync(ContactRequest request, CancellationToken cancellationToken, OptInState? optIn = null)
    {
        var conversation = await conversations.FindAsync(request.Account.Id, request.Conversation, cancellationToken);
        var known = request.User.IsBusinessScoped ? null : await contacts.FindAsync(request.Account.Id, request.User, cancellationToken);
        var state = optIn ?? await optIns.FindAsync(request.Account.Id, request.User, cancellationToken);
        var contact = Contact.Of(request, conversation?.Summary, known, state.For(request.Business.Id), time.GetUtcNow());
        return TypedResults.Json(contact, GatewayJson.Default.Contact);
    }
}
