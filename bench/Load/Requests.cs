namespace Mogambo.Bench.Load;

/// <summary>Writes the n-th request of a run, head and body, into a buffer; called by many connections at once, each with its own buffer.</summary>
/// <returns>How many bytes it has.</returns>
internal delegate int Requests(long n, Span<byte> buffer);
