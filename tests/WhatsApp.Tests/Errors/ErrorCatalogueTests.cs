using Mogambo.Messages;
using Mogambo.WhatsApp.Errors;

namespace Mogambo.WhatsApp.Tests.Errors;

public sealed class ErrorCatalogueTests
{
    private static readonly Dictionary<SendRemedy, int[]> Helps = new()
    {
        [SendRemedy.BackOff] = [2, 130429, 131016, 133004],
        [SendRemedy.BackOffBriefly] = [1, 131000],
        [SendRemedy.WaitForPair] = [131056],
        [SendRemedy.WaitMinutes] = [4, 80007, 131057, 2494100],
        [SendRemedy.WaitForUser] = [131049],
        [SendRemedy.HoldForTemplate] = [132015],
        [SendRemedy.ParkNumber] = [0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010],
    };

    private static readonly int[] Final =
    [
        100, 506, 130472, 130497, 131001, 131002, 131006, 131008, 131009, 131021, 131026, 131030, 131043, 131047, 131048, 131050, 131051,
        131052, 131053, 131055, 131059, 131062, 131064, 132000, 132001, 132005, 132007, 132012, 132016, 132018, 132068, 132069, 133000,
        133001, 133002, 133003, 133005, 133006, 133007, 133008, 133009, 133015, 133016, 134011, 134100, 134101, 134102, 134103, 135000,
        136025, 137000, 138000, 138999, 139200, 147001, 147005, 200005, 200006, 200007, 1752041, 2388001, 2388012, 2388019, 2388040, 2388047,
        2388072, 2388073, 2388091, 2388093, 2388103, 2388293, 2388299, 2388318, 2388330, 2593107, 2593108,
    ];

    public static TheoryData<int, SendRemedy> Section14
    {
        get
        {
            var data = new TheoryData<int, SendRemedy>();
            foreach (var (remedy, codes) in Helps.Append(new(SendRemedy.Fail, Final)))
            {
                foreach (var code in codes)
                {
                    data.Add(code, remedy);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Section14))]
    public void A_code_has_its_remedy_and_says_what_to_do(int code, SendRemedy remedy)
    {
        var meaning = ErrorCatalogue.Find(code);

        Assert.NotNull(meaning);
        Assert.Equal(remedy, meaning.Remedy);
        Assert.NotEmpty(meaning.Title);
        Assert.EndsWith(".", meaning.Advice, StringComparison.Ordinal);
        Assert.Equal(meaning, ErrorCatalogue.Explain(code, httpStatus: 500));
    }

    [Fact]
    public void The_catalogue_has_no_code_that_is_not_checked_here() =>
        Assert.Empty(ErrorCatalogue.KnownCodes.Except(Helps.Values.SelectMany(codes => codes)).Except(Final));

    [Theory]
    [InlineData(199)]
    [InlineData(300)]
    [InlineData(-1)]
    [InlineData(137999)]
    [InlineData(139000)]
    [InlineData(148000)]
    public void Other_codes_are_unknown(int code) => Assert.Null(ErrorCatalogue.Find(code));

    [Theory]
    [InlineData(500, SendRemedy.BackOff)]
    [InlineData(503, SendRemedy.BackOff)]
    [InlineData(429, SendRemedy.BackOff)]
    [InlineData(400, SendRemedy.Fail)]
    [InlineData(404, SendRemedy.Fail)]
    [InlineData(null, SendRemedy.Fail)]
    public void An_unknown_code_is_judged_by_the_HTTP_status(int? status, SendRemedy remedy) =>
        Assert.Equal(remedy, ErrorCatalogue.Explain(987654, status).Remedy);

    [Fact]
    public void WhatsApps_own_words_come_first()
    {
        var meaning = ErrorCatalogue.Explain(131047);

        var told = meaning.Describe(131047, "Re-engagement message", "Too late");
        var silent = meaning.Describe(131047, " ", "");

        Assert.Equal(("Re-engagement message", "Too late", false), (told.Title, told.Details, told.Retryable));
        Assert.Equal((meaning.Title, null), (silent.Title, silent.Details));
    }
}
