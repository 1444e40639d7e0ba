using Mogambo.Messages;

namespace Mogambo.Storage.Conversations;

/// <summary>
/// A number that can send nothing until the operator acts. It is parked for the access token that was refused, named by a hash: with
/// another token in the configuration it sends again.
/// </summary>
public sealed record NumberPark(string TokenHash, MessageError Error, DateTimeOffset At);
