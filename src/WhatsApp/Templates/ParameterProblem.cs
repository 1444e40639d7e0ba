namespace Mogambo.WhatsApp.Templates;

/// <summary>A parameter that does not fit its template.</summary>
/// <param name="Placeholder">
/// Such as <c>body.1</c>, <c>body.first_name</c>, <c>header</c>, <c>buttons[0]</c>, <c>limited_time_offer</c>, <c>cards[1].body.2</c>;
/// a component without a variable (<c>body</c>) where it is wrong as a whole.
/// </param>
/// <param name="Rule">
/// <c>missing</c>, <c>superfluous</c>, <c>empty</c>, <c>line-break</c>, <c>tab</c>, <c>spaces</c>, <c>too-long</c>, <c>wrong-kind</c>,
/// <c>not-text</c>, <c>different-code</c>, <c>named-instead-of-positional</c>, <c>positional-instead-of-named</c>.
/// </param>
/// <param name="Message">A sentence that says what to do. It never repeats the value.</param>
public sealed record ParameterProblem(string Placeholder, string Rule, string Message);
