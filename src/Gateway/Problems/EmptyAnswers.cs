namespace Mogambo.Gateway.Problems;

/// <summary>Marks endpoints whose error answers have no body: WhatsApp reads none, and a forger learns nothing.</summary>
internal sealed class EmptyAnswers
{
    public static readonly EmptyAnswers Instance = new();
}
