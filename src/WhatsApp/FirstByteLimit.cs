namespace Mogambo.WhatsApp;

/// <summary>
/// Until when the first byte of a send may leave. It runs by the monotonic clock, which goes on while a process is stopped (SIGSTOP, a
/// suspended machine): what wakes up too late sends nothing.
/// </summary>
/// <param name="Since">A <see cref="TimeProvider.GetTimestamp"/> of <paramref name="Time"/>.</param>
public readonly record struct FirstByteLimit(TimeProvider Time, long Since, TimeSpan Within)
{
    public bool IsOver => Time.GetElapsedTime(Since) > Within;
}
