using Mogambo.Gateway.Contacts;

namespace Mogambo.Gateway.Tests.Contacts;

public sealed class PhoneNumberTextTests
{
    [Theory]
    [InlineData("+14155550123", "14155550123")]
    [InlineData("14155550123", "14155550123")]
    [InlineData("0014155550123", "14155550123")]
    [InlineData("+0014155550123", "14155550123")]
    [InlineData("+1 (415) 555-0123", "14155550123")]
    [InlineData("1-415-555-0123", "14155550123")]
    [InlineData("+1.415.555.0123", "14155550123")]
    [InlineData("+1/415/555/0123", "14155550123")]
    [InlineData("  +1 415 555 0123\n", "14155550123")]
    [InlineData("+1\u00A0415\u00A0555\u00A00123", "14155550123")]
    [InlineData("+1\u202F415\u2009555\u30000123", "14155550123")]
    [InlineData("+1\t415\t555\t0123", "14155550123")]
    [InlineData("+1 415 555\u20130123", "14155550123")]
    [InlineData("+1\u2011415\u2011555\u20110123", "14155550123")]
    [InlineData("+1 415 555\u22120123", "14155550123")]
    [InlineData("\u202A+14155550123\u202C", "14155550123")]
    [InlineData("\u200E+1 415 555 0123", "14155550123")]
    [InlineData("+1 [415] 555 0123", "14155550123")]
    [InlineData("\uFF0B\uFF11\uFF14\uFF11\uFF15\uFF15\uFF15\uFF15\uFF10\uFF11\uFF12\uFF13", "14155550123")]
    [InlineData("+\u0661\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0662\u0663", "14155550123")]
    [InlineData("+\u06F1\u06F4\u06F1\u06F5\u06F5\u06F5\u06F5\u06F0\u06F1\u06F2\u06F3", "14155550123")]
    [InlineData("\u0660\u0660\u0664\u0669\u0661\u0667\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "491712345678")]
    [InlineData("+\u0967\u096A\u0967\u096B\u096B\u096B\u096B\u0966\u0967\u0968\u0969", "14155550123")]
    [InlineData("tel:+1-415-555-0123", "14155550123")]
    [InlineData("TEL:+14155550123", "14155550123")]
    [InlineData("whatsapp:+14155550123", "14155550123")]
    [InlineData("+49 (0)171 2345678", "491712345678")]
    [InlineData("+ 49 (0) 171 / 234 56 78", "491712345678")]
    [InlineData("0049 171 2345678", "491712345678")]
    [InlineData("0049 (0)171-2345678", "491712345678")]
    [InlineData("491712345678", "491712345678")]
    [InlineData("+44 (0)7911 123456", "447911123456")]
    [InlineData("+44 7911 123456", "447911123456")]
    [InlineData("+39 06 698 12345", "390669812345")]
    [InlineData("+41.44.668.18.00", "41446681800")]
    [InlineData("+62 812-3456-7890", "6281234567890")]
    [InlineData("+91 98765 43210", "919876543210")]
    [InlineData("+55 11 98765-4321", "5511987654321")]
    [InlineData("+55 (11) 8765-4321", "5511987654321")]
    [InlineData("551187654321", "5511987654321")]
    [InlineData("+55 (011) 98765-4321", "5511987654321")]
    [InlineData("+55 11 3456-7890", "551134567890")]
    [InlineData("+52 55 1234 5678", "525512345678")]
    [InlineData("+52 1 55 1234 5678", "525512345678")]
    [InlineData("5215512345678", "525512345678")]
    [InlineData("+54 9 11 2345-6789", "541123456789")]
    [InlineData("+54 11 2345-6789", "541123456789")]
    [InlineData("+54 11 15 2345-6789", "541123456789")]
    [InlineData("5491123456789", "541123456789")]
    [InlineData("+1 555 078 3881", "15550783881")]
    [InlineData("+1 700 555 4141", "17005554141")]
    [InlineData("US.13491208655302741918", "US.13491208655302741918")]
    [InlineData(" BR.1234567890 ", "BR.1234567890")]
    public void A_user_is_understood_however_written(string text, string user)
    {
        Assert.True(PhoneNumberText.TryRead(text, out var read, out var problem), problem);

        Assert.Equal(user, read.Value);
    }

    [Theory]
    [InlineData(null, "no number")]
    [InlineData("", "no number")]
    [InlineData("   ", "no number")]
    [InlineData("+", "no digits")]
    [InlineData("()", "no digits")]
    [InlineData("+1", "too short")]
    [InlineData("+12", "too short")]
    [InlineData("+1415555", "too short")]
    [InlineData("+49 1", "too short")]
    [InlineData("+49171234567890123456789", "too long")]
    [InlineData("+1 415 555 01234567", "too long")]
    [InlineData("+14155550123 x 5", "letters")]
    [InlineData("+1 800 FLOWERS", "letters")]
    [InlineData("ana", "letters")]
    [InlineData("+1415555O123", "letters")]
    [InlineData("0171 2345678", "country code")]
    [InlineData("(0)171 2345678", "country code")]
    [InlineData("000", "country code")]
    [InlineData("+999 1234 5678", "country code")]
    [InlineData("+49+1712345678", "only before")]
    [InlineData("49 +171 2345678", "only before")]
    [InlineData("+14155550123#5", "character")]
    [InlineData("+14155550123;ext=5", "character")]
    [InlineData("+1,415,555,0123", "character")]
    [InlineData("\0+14155550123", "character")]
    public void What_cannot_be_a_number_is_refused_with_a_reason_that_says_what_to_do(string? text, string reason)
    {
        Assert.False(PhoneNumberText.TryRead(text, out _, out var problem));

        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains("write", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_any_length_is_refused_at_once() =>
        Assert.False(PhoneNumberText.TryRead(new string('1', 1_000_000), out _, out _));
}
