using System.Text.Json;
using Mogambo.Gateway.Reference;
using Mogambo.Gateway.Tests.Contract;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Reference;

/// <summary>What is described is what the endpoints take and answer.</summary>
public sealed class AgreementTests(ContractHost host) : IClassFixture<ContractHost>
{
    private const string Unknown = "is not known here";

    /// <summary>Their examples are times ahead, which pass.</summary>
    private static readonly string[] s_times = ["send_at", "expires_at"];

    public static TheoryData<string> WithQuery => Select(operation => operation.Query.Count > 0);

    public static TheoryData<string> WithBody => Select(operation => operation.Body is not null);

    public static TheoryData<string> WithAnswer => Select(operation => operation.Answer is not null);

    [Fact]
    public void Parameters_are_described_where_the_query_is_read() => Assert.Equal(
        ContractRequests.All.Where(request => request.ReadsQuery).Select(request => request.Endpoint),
        ContractRequests.All.Where(request => Described(request).Query.Count > 0).Select(request => request.Endpoint));

    [Theory]
    [MemberData(nameof(WithQuery))]
    public async Task Described_parameters_are_known(string endpoint)
    {
        var request = ContractRequests.Of(endpoint);
        var address = (await host.FillAsync(request.Address)).Split('?')[0];

        var (status, text) = await SendAsync(request, $"{address}?{string.Join('&', Described(request).Query.Select(parameter => parameter.Name + "=~"))}", request.Body);

        Assert.Equal(400, status);
        Assert.DoesNotContain(Unknown, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task A_described_body_is_taken(string endpoint)
    {
        var request = ContractRequests.Of(endpoint);

        var (status, text) = await SendAsync(request, await host.FillAsync(request.Address), Described(request).Body!);

        Assert.NotEqual(500, status);
        var errors = status == 400 ? JsonElement.Parse(text).GetProperty("errors").EnumerateObject().Select(error => error.Name) : [];
        Assert.Empty(errors.Except(s_times));
    }

    [Theory]
    [MemberData(nameof(WithAnswer))]
    public async Task Statuses_and_members_of_answers_are_described(string endpoint)
    {
        var request = ContractRequests.Of(endpoint);
        var described = Described(request);
        var body = request.Body is null ? null : await host.FillAsync(request.Body);

        var (status, text) = await SendAsync(request, await host.FillAsync(request.Address), body);

        if (status >= 300)
        {
            Assert.Contains(status, described.Problems.Select(problem => problem.Status));
            return;
        }

        Assert.Contains(status, described.Also.Select(also => also.Status).Append(described.Status));
        var (answer, example) = (JsonElement.Parse(text), JsonElement.Parse(described.Answer!));
        Assert.Empty(Names(answer).Except(Names(example)));
        if (answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0)
        {
            Assert.Empty(Names(data[0]).Except(Names(example.GetProperty("data")[0])));
        }
    }

    private async Task<(int Status, string Text)> SendAsync(ContractRequest request, string address, string? body)
    {
        using var response = await host.SendAsync(request, Some.OtherKey, address, body);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private static TheoryData<string> Select(Func<ApiOperation, bool> select) =>
        [.. ContractRequests.All.Where(request => select(Described(request))).Select(request => request.Endpoint)];

    private static ApiOperation Described(ContractRequest request) => ApiOperations.Find(request.Method.Method, request.Pattern[1..]);
}
