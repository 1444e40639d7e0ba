using Mogambo.Storage.Events;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Events that come with no other commit.</summary>
internal sealed class AddEventsRequest(IReadOnlyList<NewEvent> events) : BatchRequest<bool>
{
    public IReadOnlyList<NewEvent> Events { get; } = events;
}
