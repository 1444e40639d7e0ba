using System.Net;
using Mogambo.Conversations;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage.Secrets;

namespace Mogambo.Gateway.Tests.Contacts;

/// <summary><c>DELETE /v1/contacts/{number}</c>: what is asked of the person's grain, and how its answers are told.</summary>
public sealed class EraseTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly UserId _user = Some.User();

    private string Key => $"{Some.Account}/{_user}";

    private int Calls => shared.Host.Grains.Contact.Erased.Count(key => key == Key);

    [Fact]
    public async Task A_person_is_erased_once_a_request_known_or_not()
    {
        Assert.Equal(HttpStatusCode.NoContent, await EraseAsync());
        Assert.Equal(HttpStatusCode.NoContent, await EraseAsync());
        Assert.Equal(2, Calls);
    }

    [Fact]
    public async Task A_message_that_is_being_sent_is_waited_for()
    {
        Answers(() => false, () => false);

        Assert.Equal(HttpStatusCode.NoContent, await EraseAsync());
        Assert.Equal(3, Calls);
    }

    [Fact]
    public async Task Without_a_master_key_it_says_what_to_do_and_erases_nothing()
    {
        Answers(() => throw new SecretUnreadableException("Mogambo:MasterKeyFile is not set."));

        Assert.Equal(HttpStatusCode.Conflict, await EraseAsync());
    }

    [Theory]
    [InlineData("12", "")]
    [InlineData("abc", "")]
    [InlineData(null, $"?from={Some.Number}")]
    public async Task Who_is_no_person_and_one_number_of_several_are_refused(string? number, string query)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await EraseAsync(number, query));
        Assert.Equal(0, Calls);
    }

    [Fact]
    public async Task A_key_that_may_only_read_may_not_erase()
    {
        using var response = await shared.Host.SendAsync(HttpMethod.Delete, $"/v1/contacts/{_user}", Some.KeyWithScope("messages:read"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(0, Calls);
    }

    private void Answers(params IEnumerable<Func<bool>> answers) => shared.Host.Grains.Contact.Answers[Key] = new(answers);

    private async Task<HttpStatusCode> EraseAsync(string? number = null, string query = "")
    {
        using var response = await shared.Host.SendAsync(HttpMethod.Delete, $"/v1/contacts/{number ?? _user.Value}{query}");
        return response.StatusCode;
    }
}
