namespace Mogambo.WhatsApp.Json;

/// <summary>A part does not read as WhatsApp's. It never leaves this project: parsers turn it into a malformed part.</summary>
/// <param name="details">What is wrong, without any content of the part.</param>
internal sealed class MalformedException(string details) : Exception(details);
