using Mogambo.Accounts;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages;

/// <summary>Which page of a list of messages is asked for.</summary>
internal sealed record MessageList(int Limit, PageCursor? After)
{
    private const string Expectation = "must be the next of an earlier page";

    public static MessageList Read(QueryReader query) => new(query.Limit(), query.Parsed<PageCursor>("after", Expectation));

    public async Task<IResult> AnswerAsync(
        IMessageQueries messages, AccountId account, MessageFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            var page = await messages.ListAsync(account, filter, Limit, After, cancellationToken);
            return TypedResults.Json(
                new Lists.Page<ApiMessage>([.. page.Items.Select(ApiMessage.Of)], page.Next?.ToString()),
                GatewayJson.Default.PageApiMessage);
        }
        catch (FormatException)
        {
            // A cursor, but of another list.
            return KnownProblems.InvalidRequest("after", Expectation);
        }
    }
}
