using Mogambo.Storage.DeadLetters;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Dead letters to keep.</summary>
internal sealed class AddDeadLettersRequest(IReadOnlyList<NewDeadLetter> letters) : BatchRequest<bool>
{
    public IReadOnlyList<NewDeadLetter> Letters { get; } = letters;
}
