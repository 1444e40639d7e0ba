namespace Mogambo.Storage.Conversations;

/// <summary>A conversation's state as it was stored, and the version the next commit must name.</summary>
public sealed record StoredConversation(long Version, byte[] State);
