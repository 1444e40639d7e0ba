using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Mogambo.Storage.Secrets;

/// <summary>The file of the master key: where it is, how it is read, and how it is made.</summary>
internal static class MasterKeyFile
{
    public const int KeyLength = 32;

    private const string FileName = "mogambo.key";
    private const int MaxFileLength = 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static string DefaultPath(StorageOptions storage) => Path.GetFullPath(
        storage.Provider == StorageProvider.Sqlite
            && Path.GetDirectoryName(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource) is { } folder
                ? Path.Combine(folder, FileName)
                : Path.Combine("data", FileName));

    /// <exception cref="StorageStartupException">It cannot be read or holds no key; the message never tells what it holds.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = Open(path, new());
            if (file.Length <= MaxFileLength)
            {
                using var reader = new StreamReader(file, Encoding.ASCII);
                var key = new byte[KeyLength];
                var text = reader.ReadToEnd().Trim();
                if (Convert.TryFromBase64String(text, key, out var written) && written == KeyLength)
                {
                    return key;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new StorageStartupException($"{SecretOptions.Setting}: the file {path} cannot be read: {exception.Message}", exception);
        }

        throw new StorageStartupException(
            $"{SecretOptions.Setting}: the file {path} holds no key: it must hold 32 random bytes in base64, as openssl rand -base64 32 writes them.");
    }

    /// <summary>Whether a key is there. A file that is empty is only being made, or its maker died.</summary>
    public static bool IsThere(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <summary>Makes the file, readable by its owner alone; if another process was faster, that one's key is it.</summary>
    public static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Who has the file for himself writes, and only into an empty one: to move a finished file there may replace another's.
        using (var file = Open(path, MakeOptions()))
        {
            if (file.Length == 0)
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) + "\n"));
                file.Flush(flushToDisk: true);
            }
        }

        return Read(path);
    }

    /// <summary>Another process has it for a moment, when both start at once.</summary>
    private static FileStream Open(string path, FileStreamOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        for (var wait = new SpinWait(); ; wait.SpinOnce())
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(started) < s_patience)
            {
            }
        }
    }

    private static FileStreamOptions MakeOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
