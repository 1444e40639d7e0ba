using System.Text.Json;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>What was given for a template, or for a card of its carousel, by component.</summary>
internal sealed class GivenParameters
{
    public static GivenParameters None => new();

    public GivenList Header { get; set; } = GivenList.None;

    public GivenList Body { get; set; } = GivenList.None;

    /// <summary>By the button's place, from 0.</summary>
    public SortedDictionary<int, GivenList> Buttons { get; } = [];

    public GivenList Offer { get; set; } = GivenList.None;

    /// <summary>By the card's place, from 0.</summary>
    public SortedDictionary<int, GivenParameters> Cards { get; } = [];

    /// <summary>Components of the Cloud API's form that are not known here, by type in upper case.</summary>
    public List<(string Type, JsonElement Component)> Others { get; } = [];

    public GivenList Button(int index) => Buttons.GetValueOrDefault(index, GivenList.None);
}
