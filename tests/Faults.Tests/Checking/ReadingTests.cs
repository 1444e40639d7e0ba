using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>A ledger may end in the middle of a line, and nowhere else.</summary>
public sealed class ReadingTests
{
    private const string Ack = """{"seq":1,"t_mono":1.5,"at":"2026-11-23T01:00:00.5+00:00","kind":"ack","item_id":"wamid.1","http_status":200,"content":{"a":[1,{"kind":"x"}]}}""";

    [Theory]
    [InlineData("""{"seq":2,"kind":"ack","item_id":"wam""")]
    [InlineData("""{"seq":2,"kind":"ack","item_id":"wamid.2" """)]
    [InlineData("{")]
    public void A_last_line_that_was_cut_off_counts_as_not_written(string cut)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"{Ack}\n{cut}");

            var ledgers = Ledgers.Read(LedgerFile.Lines(path), [], []);

            Assert.Equal(["wamid.1"], ledgers.Acknowledged);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"kind":"ack","item_id":"wamid.2" """)]
    [InlineData("""["ack"]""")]
    [InlineData("""{"kind":"ack"}{"kind":"ack"}""")]
    public void An_unreadable_line_in_the_middle_is_an_error(string broken)
    {
        var wrong = Assert.Throws<InvalidDataException>(() => Ledgers.Read([Ack, broken, Ack], [], []));

        Assert.Equal("Line 2 of the simulator's ledger is no JSON object and not the last line.", wrong.Message);
    }

    [Fact]
    public void What_was_acknowledged_of_other_webhooks_is_no_message()
    {
        var ledgers = Ledgers.Read([Ack, """{"kind":"update","item_id":"preference.1"}""", """{"kind":"ack","item_id":"preference.1"}"""], [], []);

        Assert.Equal(["wamid.1"], ledgers.Acknowledged);
    }

    /// <summary>Crockford's alphabet, five bits a character from the front; the last one holds three bits and two of padding.</summary>
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "msg_00000000000000000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "msg_ZZZZZZZZZZZZZZZZZZZZZZZZZW")]
    [InlineData("80000000-0000-0000-0000-000000000001", "msg_G0000000000000000000000004")]
    public void An_id_is_read_as_it_is_shown(string id, string shown)
    {
        Assert.Equal(shown, ShownId.Of(ShownId.Message, Guid.Parse(id)));
        Assert.Equal(Guid.Parse(id), ShownId.Read(ShownId.Message, shown));
        Assert.Equal(new AttemptKey(Guid.Parse(id), 12), ShownId.Attempt($"{shown}.12"));
    }

    [Theory]
    [InlineData("msg_")]
    [InlineData("trn_00000000000000000000000000.1")]
    [InlineData("msg_0000000000000000000000000U.1")]
    [InlineData("msg_00000000000000000000000000.")]
    [InlineData(null)]
    public void Anything_else_is_no_attempt(string? opaque) => Assert.Null(ShownId.Attempt(opaque));
}
