using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Storage.Changes;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Secrets;

namespace Mogambo.Storage.Numbers;

/// <inheritdoc cref="INumberTokens"/>
internal sealed partial class NumberTokens(
    NumberTokenStore store,
    SecretBox secrets,
    AccountDirectory accounts,
    INumberParks parks,
    StorageClock clock,
    ILogger<NumberTokens> logger,
    TimeProvider? time = null) : INumberTokens, IFollowsChanges, IDisposable
{
    /// <summary>A conversation that read the park just before it was lifted may go to sleep just after: they are woken once more.</summary>
    private static readonly TimeSpan SecondWake = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _oneReader = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private readonly HashSet<string> _unreadable = [];
    private bool _isRead;
    private bool _isDisposed;

    public string Follows => Revisions.NumberTokens;

    public async Task ChangeAsync(BusinessNumber number, string token, CancellationToken cancellationToken = default)
    {
        var stored = new StoredToken(number.Id, secrets.Seal(token, Place(number.Id)), AccessTokenHash.Of(number.Options.AccessToken));
        await store.SetAsync(stored, cancellationToken);
        await ReadAsync(CancellationToken.None);

        // Whoever sets a token wants it tried, also where it is the one that was refused.
        await LiftAsync(number, refusedTokenHash: "");
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            var tokens = (await store.ListAsync(cancellationToken)).ToDictionary(token => token.Number);
            if (!_isRead)
            {
                await DropOutdatedAsync(tokens, cancellationToken);
                _isRead = true;
            }

            foreach (var number in accounts.All.SelectMany(account => account.Numbers))
            {
                await UseAsync(number, tokens.GetValueOrDefault(number.Id));
            }
        }
        finally
        {
            _oneReader.Release();
        }
    }

    public void Dispose()
    {
        // The container does it once for each service that it is registered as.
        if (!_isDisposed)
        {
            _isDisposed = true;
            _disposed.Cancel();
            _disposed.Dispose();
            _oneReader.Dispose();
        }
    }

    private static string Place(PhoneNumberId number) => $"number/{number}";

    /// <summary>At the start only: a token that was configured anew is newer than what was set by API before.</summary>
    private async Task DropOutdatedAsync(Dictionary<PhoneNumberId, StoredToken> tokens, CancellationToken cancellationToken)
    {
        foreach (var token in tokens.Values.ToList())
        {
            if (accounts.TryGetNumber(token.Number, out var number) && AccessTokenHash.Of(number.Options.AccessToken) != token.ConfiguredHash)
            {
                await store.DropAsync(token, cancellationToken);
                tokens.Remove(token.Number);
                LogDropped(token.Number);
            }
        }
    }

    private async Task UseAsync(BusinessNumber number, StoredToken? stored)
    {
        var token = stored is null ? number.Options.AccessToken : Open(stored);
        if (token is null || token == number.AccessToken)
        {
            return;
        }

        number.UseAccessToken(token);
        LogChanged(number.Id);
        await LiftAsync(number, AccessTokenHash.Of(token));
    }

    private string? Open(StoredToken stored)
    {
        try
        {
            return secrets.Open(stored.Sealed, Place(stored.Number));
        }
        catch (Exception exception) when (exception is SecretUnreadableException or StorageStartupException)
        {
            if (_unreadable.Add(stored.Sealed))
            {
                LogUnreadable(stored.Number, exception.Message);
            }

            return null;
        }
    }

    private async Task LiftAsync(BusinessNumber number, string refusedTokenHash)
    {
        if (await parks.LiftUnlessAsync(number.Id, refusedTokenHash, clock.GetUtcNow()))
        {
            LogLifted(number.Id);
            _ = WakeAgainAsync(number.Id, _disposed.Token);
        }
    }

    private async Task WakeAgainAsync(PhoneNumberId number, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(SecondWake, time ?? TimeProvider.System, cancellationToken);
            await store.WakeAsync(number, clock.GetUtcNow(), cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception exception)
        {
            LogNotWoken(number, exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Number {Number} has a new access token")]
    private partial void LogChanged(PhoneNumberId number);

    [LoggerMessage(LogLevel.Information, "The access token of number {Number} that was set by API is dropped: the configured one was changed")]
    private partial void LogDropped(PhoneNumberId number);

    [LoggerMessage(LogLevel.Error, "The stored access token of number {Number} cannot be used, the one before stays: {Reason}")]
    private partial void LogUnreadable(PhoneNumberId number, string reason);

    [LoggerMessage(LogLevel.Information, "Number {Number} is no longer parked: it sends again")]
    private partial void LogLifted(PhoneNumberId number);

    [LoggerMessage(LogLevel.Warning, "The conversations of number {Number} could not be woken again; those that wait come by themselves")]
    private partial void LogNotWoken(PhoneNumberId number, Exception exception);
}
