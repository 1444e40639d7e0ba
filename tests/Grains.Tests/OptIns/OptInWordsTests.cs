using Mogambo.OptIns;

namespace Mogambo.Grains.Tests.OptIns;

public sealed class OptInWordsTests
{
    [Theory]
    [InlineData("stop")]
    [InlineData("  Stop.  ")]
    [InlineData("STOP!!!")]
    [InlineData("ＳＴＯＰ")]
    [InlineData("\u200Estop\u200F")]
    [InlineData("opt-out")]
    [InlineData("Opt  Out")]
    [InlineData("cancelar suscripcio\u0301n")]
    [InlineData("CANCELAR SUSCRIPCIÓN")]
    [InlineData("cancelar suscripcion")]
    [InlineData("¡Darme de baja!")]
    [InlineData("Não quero mais mensagens")]
    [InlineData("Abmelden")]
    [InlineData("DÉSABONNER")]
    [InlineData("disiscrivimi")]
    [InlineData("Uitschrijven")]
    [InlineData("ABONELİKTEN ÇIK")]
    [InlineData("إيقاف")]
    [InlineData("ايقاف")]
    [InlineData("إلغاء الاشتراك؟")]
    [InlineData("बंद करें।")]
    [InlineData("Berhenti berlangganan")]
    [InlineData("СТОП")]
    [InlineData("Отписаться…")]
    public void The_whole_message_opts_out(string text) => Assert.Equal(OptInAction.OptedOut, ActionOf(text));

    [Theory]
    [InlineData("Start")]
    [InlineData("UNSTOP")]
    [InlineData("Alta")]
    [InlineData("Inscrever")]
    [InlineData("s'abonner")]
    [InlineData("Abone ol")]
    [InlineData("اشتراك")]
    [InlineData("शुरू करें")]
    [InlineData("подписаться")]
    public void The_whole_message_opts_in(string text) => Assert.Equal(OptInAction.OptedIn, ActionOf(text));

    [Theory]
    [InlineData("please stop")]
    [InlineData("stop the delivery")]
    [InlineData("bus stop?")]
    [InlineData("cancel")]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("👋")]
    public void Anything_else_is_for_the_bot(string text) => Assert.Null(ActionOf(text));

    [Theory]
    [InlineData("button", true)]
    [InlineData("text", true)]
    [InlineData("interactive", false)]
    [InlineData("image", false)]
    public void A_template_s_button_counts_and_a_menu_or_a_caption_does_not(string type, bool counts) =>
        Assert.Equal(counts, OptInWords.BuiltIn.ActionOf(Some.Message(text: "Stop", type: type)) is not null);

    [Fact]
    public void No_word_means_both()
    {
        var stop = BuiltInWords.Stop.Select(FoldedText.Of).ToHashSet();

        Assert.DoesNotContain(BuiltInWords.Start, word => stop.Contains(FoldedText.Of(word)));
    }

    private static OptInAction? ActionOf(string text) => OptInWords.BuiltIn.ActionOf(Some.Message(text: text));
}
