using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mogambo.Silo;

/// <summary>
/// Gives up silos that are cut off from the database alone. The others' probes reach them, so Orleans keeps them, and the users whose
/// conversations lie there would wait. Each silo shows a sign of life every 5 s and looks for those of the others; one that sees none of
/// another for 30 s, while its own reached the database all the time, declares it dead: one at a time, and none if that many are silent that
/// it may be itself who is wrong. The one declared dead ends itself as soon as it learns of it.
/// </summary>
internal sealed partial class SilentSilos(
    IMembershipTable table, IClusterMembershipService membership, ILocalSiloDetails me, TimeProvider time, ILogger<SilentSilos> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    private readonly SignsOfLife _signs = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // Orleans shows a sign too, but rests up to a minute after failures, which would look like silence after an outage.
                await table.UpdateIAmAliveAsync(new() { SiloAddress = me.SiloAddress, IAmAliveTime = time.GetUtcNow().UtcDateTime }, stoppingToken);
                await GiveUpAsync(await table.ReadAllAsync(stoppingToken), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Without the database nobody is judged, and others tell of the outage.
                LogNotSeen(e);
            }
        }
    }

    private async Task GiveUpAsync(MembershipTableData members, CancellationToken cancellationToken)
    {
        if (members.TryGet(me.SiloAddress)?.Item1.Status == SiloStatus.Dead)
        {
            // It stood still or was cut off, and learns of it here at the latest: Orleans ends the process.
            await membership.Refresh(cancellationToken: cancellationToken);
            return;
        }

        var others = members.Members.Select(member => member.Item1)
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(me.SiloAddress))
            .ToList();
        if (_signs.Look(others) is [var silent, ..] signs && signs.Count * 2 <= others.Count + 1)
        {
            await DeclareDeadAsync(members, members.TryGet(silent)!, cancellationToken);
        }
    }

    /// <summary>By the row that was just read or not at all: a sign shown meanwhile, or any other change of the members, stands against it.</summary>
    private async Task DeclareDeadAsync(MembershipTableData members, Tuple<MembershipEntry, string> row, CancellationToken cancellationToken)
    {
        row.Item1.Status = SiloStatus.Dead;
        if (await table.UpdateRowAsync(row.Item1, row.Item2, members.Version.Next(), cancellationToken))
        {
            LogSilent(row.Item1.SiloAddress, SignsOfLife.Silence.TotalSeconds);
            await membership.Refresh(cancellationToken: cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} has shown no sign of life in the database for {Seconds} s and is given up")]
    private partial void LogSilent(SiloAddress silo, double seconds);

    [LoggerMessage(LogLevel.Debug, "The members of the cluster could not be read")]
    private partial void LogNotSeen(Exception exception);
}
