using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.DeadLetters;

/// <summary>A dead letter as its columns.</summary>
internal sealed class DeadLetterRow(NewDeadLetter letter)
{
    /// <summary>The letters of a batch and of its commits, sorted by key.</summary>
    public static IEnumerable<DeadLetterRow> Of(WriteBatch batch, BatchDecision decision) => batch.DeadLetters
        .Concat(decision.Allowed.SelectMany(request => request.Commit.DeadLetters))
        .Select(letter => new DeadLetterRow(letter))
        .OrderBy(row => row.Id.ToString(), StringComparer.Ordinal);

    public Guid Id => letter.Id.Value;

    public string Account => letter.Account.Value;

    public int Kind => (int)letter.Kind;

    public string Reason => CleanText.Of(letter.Reason);

    public string? Details => CleanText.Of(letter.Details);

    public byte[] Raw => letter.Raw;

    public string? Conversation => letter.Conversation?.ToString();

    public Guid? MessageId => letter.Message?.Id.Value;

    public long? MessageAt => letter.Message?.At;

    public long CreatedAt => letter.At.ToUnixTimeMilliseconds();
}
