namespace Mogambo.WhatsApp.Templates;

/// <summary>A button of a preview.</summary>
/// <param name="Type">WhatsApp's word in lower case: <c>url</c>, <c>quick_reply</c>, …</param>
/// <param name="Text">Its label; empty where WhatsApp gives it one.</param>
/// <param name="Value">The address with its dynamic part (URL-encoded where needed), the phone number, the code.</param>
public sealed record TemplatePreviewButton(string Type, string Text, string? Value);
