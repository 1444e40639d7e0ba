using System.Net;
using System.Text.Json;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Contract;

/// <summary>Another account's things are not there, whatever is asked of them; for their owner they are.</summary>
public sealed class ForeignTests(ContractHost host) : IClassFixture<ContractHost>
{
    private static readonly string[] s_names = ["not-found", "template-not-found", "phone-number-not-found"];

    public static TheoryData<string> WithId =>
        [.. ContractRequests.All.Where(request => request.Address.Contains('{', StringComparison.Ordinal) && !request.TakesAnyNumber).Select(request => request.Endpoint)];

    public static TheoryData<int> WithNumber => [.. Enumerable.Range(0, ContractRequests.WithNumber.Count)];

    [Fact]
    public void Every_address_with_an_id_has_a_foreign_one_here() => Assert.DoesNotContain(
        ContractRequests.All, request => request.Endpoint.Contains('{', StringComparison.Ordinal) && request.Path is null);

    [Theory]
    [MemberData(nameof(WithId))]
    public Task An_id_of_another_account_is_404(string endpoint) => IsOnlyTheirsAsync(ContractRequests.Of(endpoint));

    [Theory]
    [MemberData(nameof(WithNumber))]
    public Task A_number_of_another_account_is_404(int request) => IsOnlyTheirsAsync(ContractRequests.WithNumber[request]);

    [Fact]
    public async Task Another_accounts_person_is_nobody_that_is_known()
    {
        var user = await host.FillAsync("{user}");

        var mine = await OkAsync(HttpMethod.Get, $"/v1/contacts/{user}");
        var history = await OkAsync(HttpMethod.Get, $"/v1/contacts/{user}/opt-in/history");
        var theirs = await host.AsOtherAsync(HttpMethod.Get, $"/v1/contacts/{user}");

        Assert.Equal((null, "none", false), Known(mine));
        Assert.Empty(history.GetProperty("data").EnumerateArray());
        Assert.Equal(("Theirs", "opted_in", true), Known(theirs));
    }

    [Theory]
    [InlineData("PUT", "opted_in")]
    [InlineData("DELETE", "opted_out")]
    public async Task A_decision_for_one_account_is_none_for_another(string method, string status)
    {
        var user = await host.FillAsync("{user}");

        var mine = await OkAsync(new HttpMethod(method), $"/v1/contacts/{user}/opt-in", """{"source":"my shop"}""");
        var theirs = await host.AsOtherAsync(HttpMethod.Get, $"/v1/contacts/{user}");

        Assert.Equal((null, status, false), Known(mine));
        Assert.Equal("their shop", theirs.GetProperty("opt_in").GetProperty("source").GetString());
        Assert.Equal(("Theirs", "opted_in", true), Known(theirs));
    }

    [Fact]
    public async Task Lists_hold_nothing_of_another_account()
    {
        await host.FillAsync("{message}{template}{letter}{key}{subscription}");
        foreach (var path in (string[])["/v1/messages", "/v1/conversations", "/v1/templates", "/v1/dead-letters", "/v1/api-keys", "/v1/subscriptions", "/v1/numbers"])
        {
            var mine = Ids(await OkAsync(HttpMethod.Get, path));
            var theirs = Ids(await host.AsOtherAsync(HttpMethod.Get, path));

            Assert.NotEmpty(theirs);
            Assert.Empty(mine.Intersect(theirs));
        }

        static string[] Ids(JsonElement page) =>
            [.. page.GetProperty("data").EnumerateArray().Select(item => (item.TryGetProperty("id", out var id) ? id : item.GetProperty("name")).GetString()!)];
    }

    private async Task IsOnlyTheirsAsync(ContractRequest request)
    {
        var address = await host.FillAsync(request.Address);
        var body = request.Body is null ? null : await host.FillAsync(request.Body);

        using var mine = await host.SendAsync(request, Some.Key, address, body);
        using var theirs = await host.SendAsync(request, Some.OtherKey, address, body);

        var text = await mine.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(mine.StatusCode == HttpStatusCode.NotFound, $"{(int)mine.StatusCode}: {text}");
        Assert.Contains(JsonElement.Parse(text).GetProperty("type").GetString(), s_names.Select(name => "urn:mogambo:problem:" + name));
        Assert.NotEqual(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.NotEqual(HttpStatusCode.BadRequest, theirs.StatusCode);
        Assert.NotEqual(HttpStatusCode.InternalServerError, theirs.StatusCode);
    }

    private async Task<JsonElement> OkAsync(HttpMethod method, string path, string? json = null)
    {
        using var content = json is null ? null : new StringContent(json);
        using var response = await host.Host.SendAsync(method, path, content: content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static (string? Name, string? OptIn, bool IsOpen) Known(JsonElement contact) => (
        contact.GetProperty("name").GetString(),
        contact.GetProperty("opt_in").GetProperty("status").GetString(),
        contact.GetProperty("window").GetProperty("open").GetBoolean());
}
