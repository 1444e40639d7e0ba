using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>Answers a send whose key was used before: the same id and status code, the message as it is now. Nothing is sent.</summary>
internal sealed class RepeatedSend(IMessageQueries messages, TemplateFilling templates)
{
    public async Task<IResult> AnswerAsync(Account account, byte[] body, MessageId message, int statusCode, CancellationToken cancellationToken)
    {
        if (await messages.FindAsync(account.Id, message, cancellationToken) is not { } found)
        {
            // The key outlives a message that was erased.
            return new SendAnswer(new(message.ToString(), Status: null, To: null, Type: null, Preview: null, Price: null), statusCode, isRepeat: true);
        }

        var accepted = new SendAccepted(
            message.ToString(),
            found.Status,
            found.Conversation.User.Value,
            found.Type,
            found.Type == SendMembers.Template ? await PreviewAsync(account, body, found, cancellationToken) : null,
            ApiPrice.Of(found.Price));
        return new SendAnswer(accepted, statusCode, isRepeat: true);
    }

    // The body is the first request's, so the preview can be made again, unless the template has changed since.
    private async Task<string?> PreviewAsync(Account account, byte[] body, MessageView message, CancellationToken cancellationToken)
    {
        if (!SendBody.TryParse(body, out var json, out _))
        {
            return null;
        }

        using (json)
        {
            var (form, _) = new SendFormReader(json.RootElement, account, message.CreatedAt).Read();
            if ((form?.Template ?? form?.Fallback) is not { } template)
            {
                return null;
            }

            var (filled, _) = await templates.FillAsync(account, message.Conversation.User, template, repliesTo: null, isFresh: false, cancellationToken);
            return filled?.Preview;
        }
    }
}
