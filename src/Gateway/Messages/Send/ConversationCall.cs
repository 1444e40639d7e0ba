using Mogambo.Conversations;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Problems;
using Mogambo.Sending;
using Mogambo.Storage;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>
/// Calls a conversation on a caller's behalf and waits for <see cref="GatewayOptions.SendDeadline"/>. A call that does not answer may still
/// take place, so the answer never says that nothing happened.
/// </summary>
internal sealed partial class ConversationCall(
    IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ConversationCall> logger)
{
    private readonly TimeSpan _deadline = options.Value.SendDeadline;

    public async Task<(SendReply? Reply, Problem? Problem)> SendAsync(
        ConversationId conversation, SendRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await WaitAsync(grains.Conversation(conversation).SendAsync(request), cancellationToken), null);
        }
        catch (Exception exception) when (IsWithoutAnswer(exception, cancellationToken))
        {
            LogNoAnswer(exception, conversation.Number.Value);
            return (null, request.Key is null ? IdempotencyProblems.UnknownWithoutKey(request.Reference)
                : exception is TimeoutException ? IdempotencyProblems.InProgress()
                : IdempotencyProblems.UnknownWithKey());
        }
    }

    /// <exception cref="StorageUnavailableException">No answer in time.</exception>
    public async Task<ChangeReply> ChangeAsync(ConversationId conversation, Func<IConversationGrain, Task<ChangeReply>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(change(grains.Conversation(conversation)), cancellationToken);
        }
        catch (Exception exception) when (exception is not StorageUnavailableException && IsWithoutAnswer(exception, cancellationToken))
        {
            LogNoAnswer(exception, conversation.Number.Value);
            throw new StorageUnavailableException("The conversation did not answer.", exception);
        }
    }

    private async Task<T> WaitAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(_deadline, time, cancellationToken);
        }
        finally
        {
            call.Forget();
        }
    }

    // Canceled by nobody here: the silo gave up while it was looking for the conversation's place, as when another one dies.
    private static bool IsWithoutAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is TimeoutException or StorageUnavailableException or OrleansException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(LogLevel.Warning, "A conversation of number {Number} did not answer a request of the business")]
    private partial void LogNoAnswer(Exception exception, string number);
}
