using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

public sealed class CarouselRuleTests
{
    private const string Plain = "{\"type\":\"BODY\",\"text\":\"Hello there\"}";

    [Theory]
    [InlineData(2, null)]
    [InlineData(10, null)]
    [InlineData(1, "carousel too-few-cards 2")]
    [InlineData(0, "carousel too-few-cards 2")]
    [InlineData(11, "carousel too-many-cards 10")]
    public void There_are_2_to_10_cards(int cards, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], Linted.Problems(Template(Plain, Carousel(Enumerable.Repeat(PlainCard(), cards)))));

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(0, "buttons-missing 1")]
    [InlineData(3, "too-many-buttons 2")]
    public void A_card_has_1_or_2_buttons(int buttons, string? problem)
    {
        var card = Card(Media("IMAGE"), Buttons(Enumerable.Repeat(Reply(), buttons)));

        Assert.Equal(
            problem is null ? [] : [$"cards[0].buttons {problem}", $"cards[1].buttons {problem}"],
            Linted.Problems(Template(Plain, Carousel(card, card))));
    }

    public static TheoryData<string> OtherCards =>
    [
        Card(Media("VIDEO"), Buttons(Reply())),
        Card(Media("IMAGE"), Buttons(Phone())),
        Card(Media("IMAGE"), Buttons(Reply(), Reply())),
        Card(Media("IMAGE"), Body("Hello"), Buttons(Reply())),
    ];

    [Theory]
    [MemberData(nameof(OtherCards))]
    public void Cards_are_all_alike(string other) => Linted.IsWrong(Template(Plain, Carousel(PlainCard(), other)), "carousel cards-differ");

    [Fact]
    public void A_card_has_a_header()
    {
        var card = Card(Body("Hello"), Buttons(Reply()));

        Linted.IsWrong(Template(Plain, Carousel(card, card)), "cards[0].header header-missing", "cards[1].header header-missing");
    }

    [Fact]
    public void The_rules_of_bodies_and_buttons_hold_for_cards()
    {
        var card = Card(Media("IMAGE"), Body("one {{1}}", "a"), Buttons(Reply(new string('a', 26))));

        Linted.IsWrong(
            Template(Plain, Carousel(card, PlainCard())),
            "cards[0].body variable-at-end", "cards[0].body too-few-words 3", "cards[0].buttons[0] label-too-long 25", "carousel cards-differ");
    }

    [Fact]
    public void A_card_that_is_none_is_named() =>
        Linted.IsWrong(
            Template(Plain, Carousel(PlainCard(), "{\"components\":7}")), "cards[1].components components-malformed", "carousel cards-differ");
}
