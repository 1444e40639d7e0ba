using System.Net;

namespace Mogambo.Faults.Network;

/// <summary>
/// The links between silos, each of which can be cut in either direction. Every silo advertises the address of a <see cref="FaultProxy"/>
/// and listens elsewhere, so all that others say to it passes there; who it is that speaks shows by the process that owns the connection.
/// </summary>
/// <remarks>
/// Network namespaces would cut real packets, but need rights over the machine's network that a container seldom gives, and a test that can
/// only run somewhere is no test. A pulled cable looks the same to both ends here: connections stay open and nothing arrives. What differs:
/// to connect succeeds at first, and hangs with the first byte.
/// </remarks>
public sealed class SiloLinks : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Func<string, int?> _processOf;
    private readonly Dictionary<string, FaultProxy> _inFrontOf = [];
    private readonly List<FaultProxy> _forClients = [];
    private readonly HashSet<(string From, string To)> _cuts = [];

    /// <param name="processOf">The id of a silo's process as it is now; null if it does not run.</param>
    public SiloLinks(Func<string, int?> processOf) => _processOf = processOf;

    /// <summary>Puts a link in front of a silo.</summary>
    /// <param name="name">The silo's.</param>
    /// <param name="advertised">Where the others look for it.</param>
    /// <param name="listening">Where it listens.</param>
    public FaultProxy Add(string name, IPEndPoint advertised, IPEndPoint listening)
    {
        var link = FaultProxy.Start(listening, advertised, WhoIs);
        lock (_lock)
        {
            _inFrontOf.Add(name, link);
        }

        return link;
    }

    /// <summary>Puts a link, which is never cut, in front of what a silo's clients connect to.</summary>
    public void AddForClients(IPEndPoint advertised, IPEndPoint listening) => _forClients.Add(FaultProxy.Start(listening, advertised));

    /// <summary>Nothing that one silo says reaches the other, over whichever's connection.</summary>
    public void CutOneWay(string from, string to)
    {
        lock (_lock)
        {
            _cuts.Add((from, to));
            Apply();
        }
    }

    public void Cut(string one, string other)
    {
        CutOneWay(one, other);
        CutOneWay(other, one);
    }

    /// <summary>Cuts a silo off from every other, both ways.</summary>
    public void Isolate(string silo)
    {
        foreach (var other in Names().Where(name => name != silo))
        {
            Cut(silo, other);
        }
    }

    public void Heal()
    {
        lock (_lock)
        {
            _cuts.Clear();
            Apply();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _inFrontOf.Values.Concat(_forClients))
        {
            await link.DisposeAsync();
        }
    }

    private void Apply()
    {
        foreach (var (server, link) in _inFrontOf)
        {
            foreach (var client in _inFrontOf.Keys.Where(name => name != server))
            {
                link.Set(client, new LinkFault
                {
                    ToServer = new() { Stalls = _cuts.Contains((client, server)) },
                    ToClient = new() { Stalls = _cuts.Contains((server, client)) },
                });
            }
        }
    }

    private string? WhoIs(IPEndPoint end)
    {
        var processes = Names().Select(name => (Name: name, Id: _processOf(name))).Where(process => process.Id is not null).ToArray();
        var owner = SocketOwner.Find(end, processes.Select(process => process.Id!.Value));
        return processes.FirstOrDefault(process => process.Id == owner && owner is not null).Name;
    }

    private string[] Names()
    {
        lock (_lock)
        {
            return [.. _inFrontOf.Keys];
        }
    }
}
