namespace Mogambo.WhatsApp.Templates;

/// <summary>A rule of WhatsApp's that a template breaks.</summary>
/// <param name="Component">
/// <c>name</c>, <c>language</c>, <c>category</c>, <c>message_send_ttl_seconds</c>, <c>components</c>, <c>header</c>, <c>body</c>,
/// <c>footer</c>, <c>buttons</c>, <c>buttons[1]</c>, <c>limited_time_offer</c>, <c>carousel</c>, and of a card <c>cards[0].body</c>, …
/// </param>
/// <param name="Rule">Stable word, such as <c>body-too-long</c>.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Limit">The rule's number, where it has one.</param>
public sealed record TemplateProblem(string Component, string Rule, string Message, int? Limit);
