namespace Mogambo.Silo;

/// <summary>Whether a gateway of its own is connected to any silo.</summary>
public sealed class ClusterConnection
{
    private volatile int _silos;

    /// <summary>How many silos it is connected to.</summary>
    public int Silos => _silos;

    internal void OnCountChanged(object? sender, GatewayCountChangedEventArgs change) => _silos = change.NumberOfConnectedGateways;
}
