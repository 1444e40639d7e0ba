using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.OptIns;
using Mogambo.Storage.OptIns;

namespace Mogambo.Gateway.Tests.OptIns;

/// <summary>Imports over HTTP, on the real ledger.</summary>
public sealed class ImportTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly AccountId Account = AccountId.Parse(Some.Account);

    private readonly UserId _user = Some.User();
    private readonly UserId _other = Some.User();

    [Fact]
    public async Task Rows_of_a_CSV_are_recorded_and_answered_in_order()
    {
        var lines = await ImportAsync($"\uFEFFnumber,source,evidence,at\r\n+{_user},form,\"said \"\"yes\"\",\r\nin two lines\",2026-01-02T03:04:05Z\r\n\r\n{_other},form,,2026-01-02\r\n");

        Assert.Equal(["1 opted_in", "2 opted_in"], Rows(lines));
        Assert.Equal($"+{_user}", lines[0].GetProperty("number").GetString());
        Assert.Equal("""{"complete":true,"rows":2,"opted_in":2,"opted_out":0,"unchanged":0,"ignored":0,"errors":0}""", lines[^1].GetRawText());
        var entry = Assert.Single(await LedgerAsync(_user));
        Assert.Equal("said \"yes\",\nin two lines", entry.Evidence);
        Assert.Equal("import", entry.By);
        Assert.Empty(shared.Host.Grains.Called);
    }

    [Fact]
    public async Task Every_kind_of_bad_row_spoils_only_itself()
    {
        var good = $"{_user},form,,2026-01-02,opt_in,";
        var lines = await ImportAsync(
            $"""
            number;source;evidence;at;action;from
            12;form;;;;
            ana;form;;;;
            ;form;;;;
            {_other};;;;;
            {_other};form;;2090-01-01;;
            {_other};form;;yesterday;;
            {_other};form;;;maybe;
            {_other};form;;;;999
            {_other};form;;;;;;;too many
            "{_other};form;no end
            {_other};"form" x;;;;
            {_other};fo"rm;;;;
            {good.Replace(',', ';')}
            """);

        Assert.Equal(13, Rows(lines).Count);
        Assert.All(Rows(lines).Take(12), row => Assert.EndsWith(" error", row, StringComparison.Ordinal));
        Assert.Equal("13 opted_in", Rows(lines)[12]);
        Assert.All(lines.Take(12), line => Assert.NotEmpty(line.GetProperty("error").GetString()!));
        Assert.Single(await LedgerAsync(_user));
        Assert.Empty(await LedgerAsync(_other));
    }

    [Fact]
    public async Task Lines_that_are_no_text_or_far_too_long_spoil_only_themselves()
    {
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes("number,source\n"), .. "14155550100,"u8, 0xff, 0xfe, (byte)'\n', .. Encoding.UTF8.GetBytes($"1,{new string('x', 100_000)}\n{_user},form"),
        ];

        var lines = await ImportAsync(body, "text/csv");

        Assert.Equal(["1 error", "2 error", "3 opted_in"], Rows(lines));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_does_not_swallow_the_rows_after_it()
    {
        var users = Enumerable.Range(0, 500).Select(_ => Some.User()).ToList();
        var lines = await ImportAsync($"number,source\n{_user},\"form\n{string.Join('\n', users.Select(user => $"{user},form"))}");

        Assert.Equal("1 error", Rows(lines)[0]);
        Assert.Equal(500, Rows(lines).Count(row => row.EndsWith(" opted_in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rows_of_NDJSON_are_read_with_their_own_action()
    {
        var lines = await ImportAsync(
            $$"""
            {"number":"+{{_user}}","source":"form","at":"2026-01-02T00:00:00Z"}
            {"number":"+{{_user}}","action":"opt_out","source":"call"}
            {"number":5,"source":"form"}
            {"number":"+{{_other}}","source":"form","sauce":"x"}
            [1]
            {"number":
            {"number":"+{{_other}}","source":"form","evidence":null}
            """,
            "application/x-ndjson");

        Assert.Equal(["1 opted_in", "2 opted_out", "3 error", "4 error", "5 error", "6 error", "7 opted_in"], Rows(lines));
    }

    [Fact]
    public async Task A_row_without_a_time_never_lifts_an_opt_out_and_one_with_a_later_time_does()
    {
        await RecordAsync(_user, OptInAction.OptedOut, TimeProvider.System.GetUtcNow().AddHours(-1));
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        var lines = await ImportAsync($"number,source,at\n{_user},form,\n{_user},form,2026-01-01\n{_user},form,{now}");

        Assert.Equal(["1 ignored", "2 ignored", "3 opted_in"], Rows(lines));
        Assert.Contains("without at", lines[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("opted out at", lines[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        var csv = $"number,source,at\n{_user},form,2026-01-02";
        await ImportAsync(csv);

        Assert.Equal(["1 unchanged"], Rows(await ImportAsync(csv)));
        Assert.Single(await LedgerAsync(_user));
    }

    [Fact]
    public async Task The_query_says_what_rows_do_not()
    {
        var lines = await ImportAsync($"number\n{_user}", query: $"?action=opt_out&source=old+list&from={Some.SecondNumber}");

        Assert.Equal(["1 opted_out"], Rows(lines));
        var entry = Assert.Single(await LedgerAsync(_user));
        Assert.Equal((OptInAction.OptedOut, "old list", Some.SecondNumber), (entry.Action, entry.Source, entry.Number?.Value));
    }

    [Theory]
    [InlineData("", "text/csv", "", 400)]
    [InlineData("name,source\nx,y", "text/csv", "", 400)]
    [InlineData("number,number\nx,y", "text/csv", "", 400)]
    [InlineData("\"number\nx", "text/csv", "", 400)]
    [InlineData("number\n1", "application/json", "", 415)]
    [InlineData("number\n1", "text/csv", "?action=maybe", 400)]
    [InlineData("number\n1", "text/csv", "?actoin=opt_out", 400)]
    [InlineData("number\n1", "text/csv", "?from=" + Some.OtherNumber, 404)]
    public async Task What_cannot_be_an_import_is_refused_whole(string body, string type, string query, int status)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(body), type, query);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_key_needs_the_scope() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync("number\n1"u8.ToArray(), "text/csv", "", Some.KeyWithScope("messages:read"))).StatusCode);

    [Fact]
    public async Task Rows_are_answered_while_the_body_still_comes()
    {
        await using var body = new TricklingBody();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/opt-ins:import")
        {
            Content = body,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Authorization = new("Bearer", Some.Key);
        await using var host = await GatewayHost.StartAsync(
            new() { ["Kestrel:EndpointDefaults:Protocols"] = "Http2" },
            configure: services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null));
        await body.WriteAsync($"number,source\n{_user},form\n");
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var answers = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        var first = await answers.ReadLineAsync(TestContext.Current.CancellationToken);
        await body.WriteAsync($"{_other},form\n");
        var second = await answers.ReadLineAsync(TestContext.Current.CancellationToken);
        body.End();
        var last = await answers.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"row\":1", first, StringComparison.Ordinal);
        Assert.Contains("\"row\":2", second, StringComparison.Ordinal);
        Assert.Contains("\"complete\":true", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_reads_nothing_before_everything_is_sent_gets_every_answer()
    {
        const int Count = 60_000;
        var body = Encoding.UTF8.GetBytes("number,source\n" + string.Concat(Enumerable.Repeat("12,form\n", Count)));

        var lines = await ImportAsync(body, "text/csv");

        Assert.Equal(Count, lines[^1].GetProperty("errors").GetInt32());
        Assert.Equal(Count + 1, lines.Count);
    }

    [Fact]
    public async Task Where_storage_goes_away_the_last_line_says_how_far_it_came()
    {
        await using var host = await GatewayHost.StartAsync(configure: services => FailingOptIns.Decorate(services, goodCalls: 1));
        var users = Enumerable.Range(0, 3500).Select(_ => Some.User());
        using var content = Content(Encoding.UTF8.GetBytes("number,source\n" + string.Join('\n', users.Select(user => $"{user},form"))), "text/csv");

        using var response = await host.SendAsync(HttpMethod.Post, "/v1/opt-ins:import", content: content);
        var lines = await LinesAsync(response);

        var last = lines[^1];
        var done = last.GetProperty("rows").GetInt32();
        Assert.InRange(done, 1, 1000);
        Assert.Equal(done, lines.Count - 1);
        Assert.False(last.GetProperty("complete").GetBoolean());
        Assert.Contains($"Rows 1 to {done} are done", last.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static List<string> Rows(List<JsonElement> lines) =>
        [.. lines.SkipLast(1).Select(line => $"{line.GetProperty("row").GetInt32()} {line.GetProperty("status").GetString()}")];

    private static ByteArrayContent Content(byte[] body, string type) =>
        new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static async Task<List<JsonElement>> LinesAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string type, string query, string key = Some.Key) =>
        shared.Host.SendAsync(HttpMethod.Post, "/v1/opt-ins:import" + query, key, Content(body, type));

    private Task<List<JsonElement>> ImportAsync(string body, string type = "text/csv; charset=utf-8", string query = "") =>
        ImportAsync(Encoding.UTF8.GetBytes(body), type, query);

    private async Task<List<JsonElement>> ImportAsync(byte[] body, string type, string query = "")
    {
        using var response = await PostAsync(body, type, query);
        return await LinesAsync(response);
    }

    private Task<IReadOnlyList<OptInResult>> RecordAsync(UserId user, OptInAction action, DateTimeOffset at) => shared.Host.Service<IOptIns>()
        .RecordAsync([new() { Account = Account, User = user, Action = action, At = at, Source = "STOP", By = "user" }]);

    private async Task<IReadOnlyList<OptInEntry>> LedgerAsync(UserId user) => (await shared.Host.Service<IOptIns>().HistoryAsync(Account, user, 50)).Items;
}
