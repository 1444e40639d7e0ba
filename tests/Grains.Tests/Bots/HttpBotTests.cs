using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Outbound;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Bots;

public sealed class HttpBotTests
{
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly FakeTimeProvider _time = new(Some.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_call_is_signed_by_standard_webhooks_under_the_turn_s_id()
    {
        await using var server = await BotServer.AnsweringAsync("{}");
        var question = Question();

        await AskAsync(server, question);
        await AskAsync(server, question);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request =>
        {
            var signed = Encoding.UTF8.GetBytes($"{request.Id}.{request.Timestamp}.{Encoding.UTF8.GetString(request.Body)}");
            var signature = HMACSHA256.HashData(Convert.FromBase64String(Key), signed);
            Assert.Equal("v1," + Convert.ToBase64String(signature), request.Signature);
            Assert.Equal(question.Turn.ToString(), request.Id);
            Assert.Equal(Some.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), request.Timestamp);
            Assert.Equal("application/json", request.ContentType);
            Assert.Equal("/turns", request.Path);
        });
    }

    [Fact]
    public void The_signature_is_the_one_of_the_specification_s_example()
    {
        var body = """{"test": 2432232314}"""u8.ToArray();

        var signature = StandardWebhookSignature.Sign(
            StandardWebhookSignature.KeyOf("whsec_" + Key), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task The_question_is_json_with_the_message_the_context_and_the_history()
    {
        await using var server = await BotServer.AnsweringAsync("{}");
        var history = new StoredMessage
        {
            Key = new(new(Guid.NewGuid()), Some.Noon.ToUnixTimeMilliseconds()),
            Conversation = Question().Conversation,
            Direction = MessageDirection.Outbound,
            Type = "text",
            Content = TextContent.Of("before").Json,
        };

        await AskAsync(server, Question() with { Context = """{"step":2}"""u8.ToArray(), History = [history], Name = null });

        using var json = JsonDocument.Parse(Assert.Single(server.Requests).Body);
        var question = json.RootElement;
        Assert.Equal("hello", question.GetProperty("message").GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(2, question.GetProperty("context").GetProperty("step").GetInt32());
        Assert.Equal(JsonValueKind.Null, question.GetProperty("name").ValueKind);
        Assert.Equal("106540352242922", question.GetProperty("number").GetString());
        Assert.Equal("outbound", question.GetProperty("history")[0].GetProperty("direction").GetString());
        Assert.Equal("before", question.GetProperty("history")[0].GetProperty("content").GetProperty("text").GetProperty("body").GetString());
    }

    [Fact]
    public async Task An_answer_brings_messages_a_context_and_a_hand_over()
    {
        await using var server = await BotServer.AnsweringAsync(
            """{"messages":[{"type":"text","text":{"body":"yes"},"extra":1}],"context":{"step":3},"handler":"human"}""");

        var answer = Assert.IsType<BotAnswer.Replied>(await AskAsync(server));

        Assert.Equal("""{"type":"text","text":{"body":"yes"}}""", Encoding.UTF8.GetString(Assert.Single(answer.Replies).Json));
        Assert.Equal("""{"step":3}""", Encoding.UTF8.GetString(answer.Context!));
        Assert.True(answer.HandsToHuman);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(200)]
    public async Task An_empty_answer_is_no_reply(int status)
    {
        await using var server = await BotServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Empty(Assert.IsType<BotAnswer.Replied>(await AskAsync(server)).Replies);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Any_other_status_is_a_failure(int status)
    {
        await using var server = await BotServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"yes"}}]}""");
        });

        Assert.Contains($"{status}", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var elsewhere = await BotServer.AnsweringAsync("{}");
        await using var server = await BotServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = $"http://127.0.0.1:{elsewhere.Port}/";
            return Task.CompletedTask;
        });

        Assert.Contains($"{status}", Failure(await AskAsync(server, allowed: [server.Port, elsewhere.Port])), StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_bot_that_does_not_answer_has_ten_seconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await BotServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var asking = AskAsync(server);
        await asked.Task;

        _time.Advance(HttpBot.Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Contains("10 s", Failure(await asking), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ten_seconds_hold_for_the_whole_answer()
    {
        await using var server = await BotServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"messages":""", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            _time.Advance(HttpBot.Deadline);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        Assert.Contains("10 s", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_of_ten_megabytes_is_refused_and_not_read_to_its_end(bool saysItsLength)
    {
        const int Length = 10 * 1024 * 1024;
        var written = 0;
        await using var server = await BotServer.StartAsync(async context =>
        {
            context.Response.ContentLength = saysItsLength ? Length : null;
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)' ');
            while (written < Length && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
                written += part.Length;
            }
        });

        Assert.Contains("256 KiB", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", "not JSON")]
    [InlineData("""{"messages":[""", "not JSON")]
    [InlineData("""{"messages":[{"type":"text","text":{"body":"\ud800"}}]}""", "not JSON")]
    [InlineData("""{"messages":[{"type":"image","image":{"caption":"\ud800"}}]}""", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("""{"messages":"yes"}""", "not an array")]
    [InlineData("""{"messages":["yes"]}""", "not an object")]
    [InlineData("""{"messages":[{"text":{"body":"yes"}}]}""", "'type'")]
    [InlineData("""{"messages":[{"type":"template","template":{}}]}""", "'type'")]
    [InlineData("""{"messages":[{"type":"text"}]}""", "'text'")]
    [InlineData("""{"messages":[{"type":"text","text":{"body":""}}]}""", "text.body")]
    [InlineData("""{"messages":[{"type":"text","text":["yes"]}]}""", "text.body")]
    [InlineData("""{"messages":[{"type":"text","text":{"body":"yes"},"to":"15550009999"}]}""", "recipient")]
    [InlineData("""{"messages":[{"type":"text","text":{"body":"yes"},"recipient":"US.1"}]}""", "recipient")]
    [InlineData("""{"handler":"nobody"}""", "'handler'")]
    public async Task An_answer_that_is_not_as_agreed_is_a_failure_that_says_why(string json, string why)
    {
        await using var server = await BotServer.AnsweringAsync(json);

        Assert.Contains(why, Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_turn_has_at_most_ten_messages(int count, bool isTaken)
    {
        var messages = string.Join(',', Enumerable.Repeat("""{"type":"text","text":{"body":"yes"}}""", count));
        await using var server = await BotServer.AnsweringAsync($$"""{"messages":[{{messages}}]}""");

        Assert.Equal(isTaken, await AskAsync(server) is BotAnswer.Replied);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task A_context_has_at_most_four_kibibytes(int bytes, bool isTaken)
    {
        await using var server = await BotServer.AnsweringAsync($$$"""{"context":{"a":"{{{new string('x', bytes - 8)}}}"}}""");

        var answer = await AskAsync(server);

        Assert.Equal(isTaken, answer is BotAnswer.Replied { Context.Length: 4096 });
        Assert.Equal(!isTaken, answer is BotAnswer.Failed);
    }

    [Fact]
    public async Task Json_deeper_than_32_is_a_failure()
    {
        await using var server = await BotServer.AnsweringAsync(
            """{"context":""" + new string('[', 40) + new string(']', 40) + "}");

        Assert.Contains("not JSON", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_is_not_there_is_a_failure()
    {
        var server = await BotServer.AnsweringAsync("{}");
        await server.DisposeAsync();

        Assert.Contains("could not be reached", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_failure()
    {
        await using var server = await BotServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Contains("could not be reached", Failure(await AskAsync(server)), StringComparison.Ordinal);
    }

    private async Task<BotAnswer> AskAsync(BotServer server, BotQuestion? question = null, int[]? allowed = null)
    {
        var options = new OutboundOptions();
        foreach (var port in allowed ?? [server.Port])
        {
            options.AllowedPrivateAddresses.Add($"127.0.0.1:{port}");
        }

        var account = new AccountDirectory(
        [
            new() { Id = "1", Bot = new() { Kind = BotKind.Http, Url = new($"http://127.0.0.1:{server.Port}/turns"), Secret = "whsec_" + Key } },
        ]).All[0];
        using var handler = new GuardedConnection(Options.Create(options)).CreateHandler();
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        return await new HttpBot(http, _time).AskAsync(account, question ?? Question(), Cancellation);
    }

    private static string Failure(BotAnswer answer) => Assert.IsType<BotAnswer.Failed>(answer).Reason;

    private static BotQuestion Question() => new()
    {
        Turn = TurnId.New(Some.Noon),
        Conversation = new(new("106540352242922"), Some.User()),
        Name = "Ana",
        WindowClosesAt = Some.Noon.AddHours(24),
        Message = """{"type":"text","text":{"body":"hello"}}"""u8.ToArray(),
        Context = null,
        History = [],
    };
}
