namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>The parameters that were given for one component.</summary>
internal sealed class GivenList
{
    public static readonly GivenList None = new();

    /// <summary>In their order; null where a place was left open.</summary>
    public List<GivenParameter?> Items { get; } = [];

    /// <summary>A button's, where the Cloud API's form gave one.</summary>
    public string? SubType { get; set; }

    /// <summary>It could not be read, and its problem is reported: nothing more is said about it.</summary>
    public bool IsWrong { get; set; }

    public bool IsNamed => Items.Exists(item => item is { Name: not null });

    public GivenParameter? Single => Items.Count > 0 ? Items[0] : null;

    public static GivenList Of(params IEnumerable<GivenParameter?> items)
    {
        var list = new GivenList();
        list.Items.AddRange(items);
        return list;
    }
}
