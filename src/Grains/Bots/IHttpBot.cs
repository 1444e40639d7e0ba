using Mogambo.Accounts;

namespace Mogambo.Bots;

/// <summary>Asks a business's own bot (contract section 7).</summary>
internal interface IHttpBot
{
    /// <summary>One call, at most <see cref="HttpBot.Deadline"/> long. Whatever the bot does wrong is an answer, never an exception.</summary>
    Task<BotAnswer> AskAsync(Account account, BotQuestion question, CancellationToken cancellationToken);
}
