using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Storage.Secrets;

/// <summary>
/// Seals secrets for the database: AES-256-GCM with the master key and a random nonce, written as <c>mgs1.</c> and base64url. A sealed
/// secret opens only where it belongs: it cannot be moved to another row.
/// </summary>
public sealed class SecretBox
{
    private const string Version = "mgs1.";

    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private readonly string _path;
    private readonly bool _makesFile;
    private readonly Lock _lock = new();
    private byte[]? _key;

    /// <exception cref="StorageStartupException">The configured file, or one in the default place, is unreadable or holds no key.</exception>
    public SecretBox(SecretOptions secrets, StorageOptions storage)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var isConfigured = !string.IsNullOrEmpty(secrets.MasterKeyFile);
        _path = isConfigured ? Path.GetFullPath(secrets.MasterKeyFile!) : MasterKeyFile.DefaultPath(storage);
        _makesFile = !isConfigured && secrets.MakesDefaultFile;
        if (isConfigured || MasterKeyFile.IsThere(_path))
        {
            _key = MasterKeyFile.Read(_path);
        }
    }

    /// <param name="belongsTo">Where it will stand, such as <c>number/106540352242922</c>; the same must be given to open it.</param>
    /// <exception cref="SecretUnreadableException">There is no master key, and none can be made.</exception>
    public string Seal(string secret, string belongsTo)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceLength + plain.Length + TagLength];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(KeyOrNew(), TagLength);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(^TagLength..), Encoding.UTF8.GetBytes(belongsTo));
        return Version + Base64Url.EncodeToString(box);
    }

    /// <exception cref="SecretUnreadableException">It was sealed with another key or for another place, or was changed.</exception>
    public string Open(string sealedSecret, string belongsTo)
    {
        ArgumentNullException.ThrowIfNull(sealedSecret);
        try
        {
            if (sealedSecret.StartsWith(Version, StringComparison.Ordinal)
                && Base64Url.DecodeFromChars(sealedSecret.AsSpan(Version.Length)) is { } box
                && box.Length >= NonceLength + TagLength)
            {
                var plain = new byte[box.Length - NonceLength - TagLength];
                using var cipher = new AesGcm(Key(), TagLength);
                cipher.Decrypt(
                    box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, plain.Length), box.AsSpan(^TagLength..), plain, Encoding.UTF8.GetBytes(belongsTo));
                return Encoding.UTF8.GetString(plain);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw Unreadable(belongsTo, exception);
        }

        throw Unreadable(belongsTo, null);
    }

    /// <summary>Whether there is a key by now: without one nothing was ever sealed or hashed here.</summary>
    public bool HasKey
    {
        get
        {
            lock (_lock)
            {
                return _key is not null || File.Exists(_path);
            }
        }
    }

    /// <summary>A hash that nobody can compute without the key: 32 bytes, the same for the same text and purpose.</summary>
    /// <exception cref="SecretUnreadableException">There is no master key, and none can be made.</exception>
    public byte[] Hash(string text, string purpose) => HMACSHA256.HashData(
        HKDF.Expand(HashAlgorithmName.SHA256, KeyOrNew(), MasterKeyFile.KeyLength, Encoding.UTF8.GetBytes(purpose)), Encoding.UTF8.GetBytes(text));

    private byte[] Key()
    {
        lock (_lock)
        {
            // Another process may have made it since the start.
            return _key ??= MasterKeyFile.IsThere(_path)
                ? MasterKeyFile.Read(_path)
                : throw new SecretUnreadableException($"{SecretOptions.Setting}: there is no file {_path}: put the key in its place that the secrets were sealed with.");
        }
    }

    private byte[] KeyOrNew()
    {
        lock (_lock)
        {
            if (_key is null && !MasterKeyFile.IsThere(_path))
            {
                _key = Make();
            }
        }

        return Key();
    }

    private byte[] Make()
    {
        if (!_makesFile)
        {
            throw new SecretUnreadableException(
                $"{SecretOptions.Setting} is not set: name a file with 32 random bytes in base64 that all processes share, or secrets cannot be stored.");
        }

        try
        {
            return MasterKeyFile.Make(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException($"{SecretOptions.Setting}: the file {_path} cannot be made: {exception.Message}", exception);
        }
    }

    private SecretUnreadableException Unreadable(string belongsTo, Exception? cause) => new(
        $"{SecretOptions.Setting}: the secret stored for {belongsTo} does not open with the key in {_path}: put back the key it was sealed with, or set the secret anew.",
        cause);
}
