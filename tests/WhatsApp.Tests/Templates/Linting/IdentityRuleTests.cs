using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;
using Mogambo.WhatsApp.Templates.Linting;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

public sealed class IdentityRuleTests
{
    private static TemplateDefinition Plain => Template(Body("Hello there"));

    [Fact]
    public void The_product_s_own_example_is_right() =>
        Linted.IsRight(Template(Body(TrainingPlan, "Joey", "weekly", "123456")));

    [Theory]
    [InlineData(512)]
    [InlineData(1)]
    public void A_name_may_have_512_characters(int length) => Linted.IsRight(Plain with { Id = new(new string('a', length), "en") });

    [Theory]
    [InlineData(513, "name name-too-long 512")]
    [InlineData(0, "name name-missing")]
    public void A_name_may_not_be_longer_or_empty(int length, string problem) =>
        Linted.IsWrong(Plain with { Id = new(new string('a', length), "en") }, problem);

    [Theory]
    [InlineData("order_update_2", true)]
    [InlineData("Order", false)]
    [InlineData("order-update", false)]
    [InlineData("order update", false)]
    [InlineData("größe", false)]
    public void A_name_has_only_small_letters_digits_and_underscores(string name, bool right) =>
        Assert.Equal(right ? [] : ["name name-characters"], Linted.Problems(Plain with { Id = new(name, "en") }));

    [Theory]
    [InlineData("pt_BR", true)]
    [InlineData("prs_AF", true)]
    [InlineData("pt-BR", false)]
    [InlineData("xx", false)]
    [InlineData("EN", false)]
    [InlineData("", false)]
    public void A_language_is_one_of_WhatsApp_s(string language, bool right) =>
        Assert.Equal(right ? [] : ["language language-unknown"], Linted.Problems(Plain with { Id = new("order", language) }));

    [Fact]
    public void All_languages_are_known() => Assert.Equal(111, TemplateLanguages.All.Count());

    [Fact]
    public void A_category_is_one_of_three() =>
        Linted.IsWrong(Plain with { Category = (TemplateCategory)9 }, "category category-unknown");

    [Theory]
    [InlineData(TemplateCategory.Authentication, 30, 900)]
    [InlineData(TemplateCategory.Utility, 30, 43_200)]
    [InlineData(TemplateCategory.Marketing, 43_200, 2_592_000)]
    public void A_time_to_live_is_in_its_category_s_range(TemplateCategory category, int least, int most)
    {
        var template = (category == TemplateCategory.Authentication ? CodeTemplate() : Plain) with { Category = category };

        Linted.IsRight(template with { MessageSendTtlSeconds = null });
        Linted.IsRight(template with { MessageSendTtlSeconds = -1 });
        Linted.IsRight(template with { MessageSendTtlSeconds = least });
        Linted.IsRight(template with { MessageSendTtlSeconds = most });
        Linted.IsWrong(template with { MessageSendTtlSeconds = least - 1 }, $"message_send_ttl_seconds ttl-too-short {least}");
        Linted.IsWrong(template with { MessageSendTtlSeconds = most + 1 }, $"message_send_ttl_seconds ttl-too-long {most}");
        Linted.IsWrong(template with { MessageSendTtlSeconds = 0 }, $"message_send_ttl_seconds ttl-too-short {least}");
    }
}
