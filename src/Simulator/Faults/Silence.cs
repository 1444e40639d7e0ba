namespace Mogambo.Simulator.Faults;

/// <summary>A connection that stays open and says nothing.</summary>
internal static class Silence
{
    /// <summary>Completes when the caller gives up.</summary>
    public static async Task KeepAsync(HttpContext http)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = http.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
