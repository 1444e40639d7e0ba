using Mogambo.Messages;

namespace Mogambo.WhatsApp.Errors;

/// <summary>What an error code means and what helps.</summary>
/// <param name="Advice">A sentence that says what to do.</param>
public sealed record ErrorMeaning(string Title, string Advice, SendRemedy Remedy);
