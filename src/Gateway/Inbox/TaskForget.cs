namespace Mogambo.Gateway.Inbox;

internal static class TaskForget
{
    /// <summary>Lets a task run on without waiting for it; its exception is observed.</summary>
    public static void Forget(this Task task, Action<Exception>? onError = null)
    {
        _ = ObserveAsync(task, onError);
    }

    private static async Task ObserveAsync(Task task, Action<Exception>? onError)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            onError?.Invoke(exception);
        }
    }
}
