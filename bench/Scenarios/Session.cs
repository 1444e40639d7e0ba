using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios;

/// <summary>What is measured with an instance behind it and a generator before it, all of it new.</summary>
internal sealed class Session : IAsyncDisposable
{
    public const long FirstUser = 15_560_000_000;

    private Session(ChildProcess instance, Subject subject, Users users, SubjectKind kind)
    {
        (Instance, Subject, Users) = (instance, subject, users);
        Control = new(instance.Url);
        Writing = new(Target, kind == SubjectKind.Kannel ? new KannelRequests(users).Write : new WebhookRequests(Target, users).Write);
        Sending = new(Target, new SendRequests(Target, users).Write);
        Scheduling = new(Target, new SendRequests(Target, users, sendAt: TimeProvider.System.GetUtcNow().AddDays(1)).Write);
    }

    public ChildProcess Instance { get; }

    public Subject Subject { get; }

    public Users Users { get; }

    public InstanceControl Control { get; }

    /// <summary>Users write.</summary>
    public Generator Writing { get; }

    /// <summary>The business sends templates.</summary>
    public Generator Sending { get; }

    /// <summary>The business sends templates for tomorrow.</summary>
    public Generator Scheduling { get; }

    public Target Target => Subject.Target;

    /// <summary>What went wrong while users wrote.</summary>
    public long Wrong { get; private set; }

    public static async Task<Session> StartAsync(Rig rig, SubjectKind kind, ProductSettings settings, int users)
    {
        var target = Rig.NewTarget();
        var everybody = new Users(FirstUser, users);
        var instance = await rig.InstanceAsync(target, everybody);
        return new(instance, await rig.StartAsync(kind, target, instance.Url, settings), everybody, kind);
    }

    /// <summary>Users write for a while; returns once every answer has arrived.</summary>
    public async Task<LoadResult> WriteAsync(int connections, TimeSpan duration, int statuses = 0)
    {
        await Control.StartAsync(statuses);
        var result = await Writing.ClosedAsync(connections, duration);
        Wrong += (await Control.DrainedAsync(result.Accepted, statuses)).Wrong(result.Accepted);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await Subject.DisposeAsync();
        await Instance.DisposeAsync();
    }
}
