using Mogambo.Storage.Contacts;

namespace Mogambo.Storage.GroupCommit;

/// <summary>What is kept of a user, to read.</summary>
internal sealed class FindContactRequest(ContactKey key) : BatchRequest<StoredContact?>
{
    public ContactKey Key { get; } = key;
}
