using System.Diagnostics;
using System.Globalization;

namespace Mogambo.Faults.Nemesis;

/// <summary>
/// A file system that can be filled: a tmpfs of its own where mounting is allowed, otherwise <c>/dev/shm</c>, which containers that may not
/// mount have, with 64 MB.
/// </summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const string Shared = "/dev/shm";

    private readonly bool _isMounted;

    private SmallDisk(string path, bool isMounted) => (Path, _isMounted) = (path, isMounted);

    public string Path { get; }

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    private string Ballast => System.IO.Path.Combine(Path, $"ballast-{Environment.ProcessId}");

    /// <exception cref="InvalidOperationException">Nothing small can be had here.</exception>
    public static async Task<SmallDisk> CreateAsync(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("mogambo-disk-").FullName;
        var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
        if (await RunAsync("mount", "-t", "tmpfs", "-o", size, "mogambo", path))
        {
            return new(path, isMounted: true);
        }

        Directory.Delete(path);
        return Directory.Exists(Shared) && new DriveInfo(Shared).TotalSize <= 512L * 1024 * 1024
            ? new(Shared, isMounted: false)
            : throw new InvalidOperationException("A full disk needs the right to mount a tmpfs, or a /dev/shm of at most 512 MB.");
    }

    /// <summary>Leaves nothing free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 * 1024];
        for (var size = block.Length; size >= 512;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        Free();
        if (_isMounted)
        {
            await RunAsync("umount", "-l", Path);
            Directory.Delete(Path);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
