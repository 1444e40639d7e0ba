using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Messages;

namespace Mogambo.Grains.Tests.Bots;

public sealed class RulesBotTests
{
    private readonly RulesBot _bot = new(new()
    {
        Rules =
        {
            new BotRuleOptions { When = "opening hours", Reply = "We open at 9." },
            new BotRuleOptions { When = "hello", Reply = "Hi {{name}}, you said {{match}}!" },
        },
        Otherwise = "Sorry, I do not understand \"{{text}}\".",
    });

    [Theory]
    [InlineData("hello", "Hi Ana, you said hello!")]
    [InlineData("Oh, HELLO there", "Hi Ana, you said HELLO!")]
    [InlineData("what are your Opening \n Hours?", "We open at 9.")]
    [InlineData("hello, opening hours please", "We open at 9.")]
    [InlineData("helloween", "Sorry, I do not understand \"helloween\".")]
    [InlineData("othello", "Sorry, I do not understand \"othello\".")]
    [InlineData("othello hello", "Hi Ana, you said hello!")]
    [InlineData("{{name}} {{match}}", "Sorry, I do not understand \"{{name}} {{match}}\".")]
    public void Whole_words_in_any_case_choose_the_answer(string text, string expected) => Assert.Equal(expected, Ask(text, "Ana"));

    [Fact]
    public void A_name_is_never_read_as_a_placeholder() => Assert.Equal("Hi {{text}}, you said hello!", Ask("hello", "{{text}}"));

    [Fact]
    public void A_user_without_a_name_is_still_greeted() => Assert.Equal("Hi there, you said hello!", Ask("hello", null));

    [Fact]
    public void What_has_no_text_gets_no_answer() => Assert.Empty(_bot.Answer(Some.Message(text: null!, type: "sticker")).Replies);

    [Fact]
    public void An_answer_is_never_longer_than_whatsapp_takes()
    {
        var body = Ask(new string('x', 4_000) + string.Concat(Enumerable.Repeat("😀", 200)), "Ana");

        Assert.InRange(body.Length, 4_095, 4_096);
        Assert.False(char.IsHighSurrogate(body[^1]));
    }

    private string Ask(string text, string? name)
    {
        InboundMessage message = Some.Message(text: text) with { Name = name };
        var reply = Assert.Single(_bot.Answer(message).Replies);
        using var json = JsonDocument.Parse(reply.Json);
        return json.RootElement.GetProperty("text").GetProperty("body").GetString()!;
    }
}
