using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

public sealed class VariableRuleTests
{
    [Theory]
    [InlineData("{{ 1 }}")]
    [InlineData("{{1 }}")]
    [InlineData("{1}")]
    [InlineData("{ 1 }")]
    [InlineData("{{1}")]
    [InlineData("{1}}")]
    [InlineData("{{{1}}}")]
    [InlineData("{{}}")]
    [InlineData("{{1")]
    [InlineData("1}}")]
    [InlineData("{{0}}")]
    [InlineData("{{01}}")]
    [InlineData("{{#1}}")]
    [InlineData("{{$1}}")]
    [InlineData("{{%1}}")]
    [InlineData("{{Name}}")]
    [InlineData("{{first name}}")]
    [InlineData("{{99999}}")]
    public void A_variable_is_written_exactly(string variable) =>
        Linted.IsWrong(Template(Body($"one two three {variable} four")), "body variable-malformed");

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{:")]
    [InlineData("{hello}")]
    [InlineData("a { b } c")]
    public void Single_braces_are_text(string text) => Linted.IsRight(Template(Body($"one {text} two")));

    [Fact]
    public void Variables_count_from_1_without_gaps()
    {
        Linted.IsRight(Template(Body("one two {{2}} three four {{1}} five.", "a", "b")));
        Linted.IsWrong(Template(Body("one two {{1}} three four {{3}} five.", "a", "b")), "body variables-not-contiguous");
        Linted.IsWrong(Template(Body("one two {{2}} three.", "a")), "body variables-not-contiguous");
        Linted.IsWrong(Template(Header("Order {{2}}", "a"), Body("Hello")), "header variables-not-contiguous");
    }

    [Theory]
    [InlineData("{{1}} one two three", "body variable-at-start")]
    [InlineData("  {{1}} one two three", "body variable-at-start")]
    [InlineData("one two three {{1}}", "body variable-at-end")]
    [InlineData("one two three {{1}} \n", "body variable-at-end")]
    public void A_body_neither_begins_nor_ends_with_a_variable(string text, string problem) => Linted.IsWrong(Template(Body(text, "a")), problem);

    [Theory]
    [InlineData("one two three {{1}}.")]
    [InlineData("*{{1}} one two three.")]
    public void A_sign_before_or_after_a_variable_is_enough(string text) => Linted.IsRight(Template(Body(text, "a")));

    [Theory]
    [InlineData("{{1}} {{2}}", false)]
    [InlineData("{{1}}{{2}}", false)]
    [InlineData("{{1}}\n{{2}}", false)]
    [InlineData("{{1}}, {{2}}", true)]
    public void Variables_do_not_stand_side_by_side(string variables, bool right) =>
        Assert.Equal(right ? [] : ["body variables-adjacent"], Linted.Problems(Template(Body($"one two {variables} three four five.", "a", "b"))));

    [Theory]
    [InlineData("one {{1}} two three.", 1, true)]
    [InlineData("one {{1}} two.", 1, false)]
    [InlineData("one {{1}} two {{2}} three four five.", 2, true)]
    [InlineData("one {{1}} two {{2}} three - four !", 2, false)]
    [InlineData("您的订单{{1}}已发货。", 1, true)]
    [InlineData("订{{1}}单。", 1, false)]
    public void A_body_has_twice_as_many_words_as_variables_and_one_more(string text, int variables, bool right) =>
        Assert.Equal(
            right ? [] : [$"body too-few-words {(2 * variables) + 1}"],
            Linted.Problems(Template(Body(text, [.. Enumerable.Repeat("a", variables)]))));

    [Fact]
    public void Every_variable_has_an_example_that_is_not_empty()
    {
        Linted.IsWrong(Template(Body("one two {{1}} three four {{2}} five.", "a")), "body example-missing");
        Linted.IsWrong(Template(Body("one two {{1}} three four {{2}} five.", "a", " ")), "body example-empty");
        Linted.IsWrong(Template(Header("Order {{1}}"), Body("Hello")), "header example-missing");
        Linted.IsWrong(Template(Header("Order {{1}}", ""), Body("Hello")), "header example-empty");
        Linted.IsWrong(Template("{\"type\":\"BODY\",\"text\":\"one two {{1}} three.\",\"example\":{\"body_text\":[\"flat\"]}}"), "body example-missing");
    }

    [Fact]
    public void A_variable_that_stands_there_twice_has_one_example() =>
        Linted.IsRight(Template(Body("one {{1}} two three {{1}} four.", "a")));

    [Fact]
    public void Named_variables_have_names_and_examples_by_name()
    {
        Linted.IsRight(Named(NamedBody("one two {{first_name}} three four {{order_2}} five.", "order_2", "first_name")));
        Linted.IsWrong(Named(NamedBody("one two {{first_name}} three.", "last_name")), "body example-missing");
        Linted.IsWrong(Named(NamedBody("one two {{First}} three.")), "body variable-malformed");
        Linted.IsWrong(Named(NamedBody("one two {{first-name}} three.")), "body variable-malformed");
    }

    [Fact]
    public void Names_and_numbers_are_not_mixed()
    {
        Linted.IsWrong(Named(NamedBody("one two {{1}} three {{name}} four.", "name")), "body positional-in-named");
        Linted.IsWrong(Template(Body("one two {{1}} three {{name}} four.", "a")), "body named-in-positional");
    }
}
