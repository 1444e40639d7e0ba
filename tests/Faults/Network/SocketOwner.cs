using System.Globalization;
using System.Net;

namespace Mogambo.Faults.Network;

/// <summary>Which of some processes of this machine has a connection: Linux says so under <c>/proc</c>, to the processes' own user and to root.</summary>
internal static class SocketOwner
{
    private static readonly string[] s_tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <param name="local">The connection's end at the process.</param>
    /// <param name="processes">Their ids.</param>
    /// <returns>Null if none of them has it.</returns>
    public static int? Find(IPEndPoint local, IEnumerable<int> processes)
    {
        var wanted = $"socket:[{InodeOf(local)}]";
        foreach (var process in processes)
        {
            if (Links(process).Contains(wanted))
            {
                return process;
            }
        }

        return null;
    }

    /// <summary>Lines read "sl local remote state … inode …"; an address is hexadecimal, of IPv4 in the machine's byte order.</summary>
    private static string? InodeOf(IPEndPoint local)
    {
        var address = BitConverter.ToUInt32(local.Address.GetAddressBytes()).ToString("X8", CultureInfo.InvariantCulture);
        var wanted = $"{address}:{local.Port:X4}";
        return s_tables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(parts => parts.Length > 9 && parts[1].EndsWith(wanted, StringComparison.Ordinal) && parts[9] != "0")?[9];
    }

    private static IEnumerable<string> Links(int process)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(entry => new FileInfo(entry).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            // It ends, or has just closed one.
            return [];
        }
    }
}
