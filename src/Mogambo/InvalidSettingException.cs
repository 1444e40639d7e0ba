namespace Mogambo.App;

/// <summary>A setting with which Mogambo cannot start; the message names it and says what to do.</summary>
internal sealed class InvalidSettingException(string message) : Exception(message);
