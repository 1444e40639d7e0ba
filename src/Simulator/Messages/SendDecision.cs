namespace Mogambo.Simulator.Messages;

/// <summary>What was decided about a send, as the ledger and <c>/control/sends</c> tell it.</summary>
/// <param name="Word">accepted, refused, dropped-before, dropped-after-accept, silent-after-accept, hung, garbage, garbage-after-accept or read.</param>
/// <param name="Http">Status of the answer; 0: none was given.</param>
/// <param name="Code">WhatsApp's error code; 0: none.</param>
/// <param name="Mode">The fault that was applied.</param>
/// <param name="Id">The wamid of an accepted message.</param>
internal readonly record struct SendDecision(string Word, int Http, int Code = 0, string? Mode = null, string? Id = null);
