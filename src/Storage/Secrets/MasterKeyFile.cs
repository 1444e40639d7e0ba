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
            using var file = File.OpenRead(path);
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

    /// <summary>Makes the file, readable by its owner alone; if another process was faster, that one's key is it.</summary>
    public static byte[] Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(unfinished, Options()))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }

        return Read(path);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
