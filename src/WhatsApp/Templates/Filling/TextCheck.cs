using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Whether the values for a text's variables fit: each of them, their number or names, and the text once they are in it.</summary>
internal sealed class TextCheck(bool isNamed, List<ParameterProblem> problems)
{
    /// <param name="place">Of the component, such as <c>body</c>.</param>
    /// <param name="placeholderOf">Of a variable, such as <c>body.1</c>.</param>
    /// <param name="limit">Of the filled text, Unicode characters.</param>
    public void Check(string place, Func<string, string> placeholderOf, TemplateText? text, GivenList given, int limit)
    {
        if (given.IsWrong)
        {
            return;
        }

        var variables = text?.Variables ?? [];
        if (given.IsNamed != isNamed && given.Items.Count > 0 && variables.Count > 0)
        {
            problems.Add(isNamed
                ? new(place, "positional-instead-of-named", $"Give the values by their names: {string.Join(", ", variables)}.")
                : new(place, "named-instead-of-positional", "Give the values as an array in their order, without names."));
            return;
        }

        var before = problems.Count;
        for (var i = 0; i < variables.Count; i++)
        {
            CheckValue(placeholderOf(variables[i]), isNamed ? Find(given, variables[i]) : given.Items.ElementAtOrDefault(i), limit);
        }

        CheckSuperfluous(placeholderOf, variables, given);
        if (problems.Count == before && text is not null && variables.Count > 0)
        {
            CheckFilled(place, text, given, limit);
        }
    }

    /// <summary>The value of a variable; null if none was given.</summary>
    public static string? ValueOf(string variable, TemplateText text, GivenList given, bool isNamed) =>
        (isNamed ? Find(given, variable) : given.Items.ElementAtOrDefault(IndexOf(text, variable)))?.Text;

    private static int IndexOf(TemplateText text, string variable) => text.Variables.TakeWhile(other => other != variable).Count();

    private static GivenParameter? Find(GivenList given, string name) => given.Items.Find(item => item?.Name == name);

    private void CheckValue(string placeholder, GivenParameter? given, int limit)
    {
        if (given is null)
        {
            problems.Add(new(placeholder, "missing", "Give a value for it; the template asks for one."));
        }
        else if (given is not { Kind: "text" or "currency" or "date_time", Text: { } value })
        {
            problems.Add(new(placeholder, "wrong-kind", "Give a text or a number."));
        }
        else
        {
            ValueRules.Check(placeholder, value, limit, problems);
        }
    }

    private void CheckSuperfluous(Func<string, string> placeholderOf, IReadOnlyList<string> variables, GivenList given)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < given.Items.Count; i++)
        {
            var item = given.Items[i];
            var fits = isNamed ? item is { Name: { } name } && variables.Contains(name) && seen.Add(name) : i < variables.Count;
            if (!fits && (item is not null || isNamed))
            {
                var key = item?.Name ?? $"{i + 1}";
                problems.Add(new(placeholderOf(key), "superfluous", Advice(variables.Count)));
            }
        }
    }

    private static string Advice(int count) => count == 0
        ? "Leave it out; the template has no variable there."
        : $"Leave it out; the template has {count} {(count == 1 ? "variable" : "variables")} there, each given once.";

    private void CheckFilled(string place, TemplateText text, GivenList given, int limit)
    {
        var length = TemplateText.LengthOf(text.Fill(variable => ValueOf(variable, text, given, isNamed)));
        if (length > limit)
        {
            problems.Add(new(place, "too-long", $"Shorten the values by {length - limit} characters; with them the text has {length} and may have {limit}."));
        }
    }
}
