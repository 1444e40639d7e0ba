namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Gathers broken rules.</summary>
internal sealed class ProblemList
{
    private readonly List<TemplateProblem> _all = [];

    public IReadOnlyList<TemplateProblem> All => _all;

    public void Add(string component, string rule, string message, int? limit = null) => _all.Add(new(component, rule, message, limit));

    public void AddIf(bool isBroken, string component, string rule, string message, int? limit = null)
    {
        if (isBroken)
        {
            Add(component, rule, message, limit);
        }
    }
}
