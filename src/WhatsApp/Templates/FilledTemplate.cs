using Mogambo.Templates;

namespace Mogambo.WhatsApp.Templates;

/// <summary>A template with a user's data in it.</summary>
/// <param name="Content">The message for the instance: <c>{"type":"template","template":{"name","language":{"code"},"components":[…]}}</c>, JSON bytes.</param>
public sealed record FilledTemplate(byte[] Content, TemplateUse Use, TemplatePreview Preview);
