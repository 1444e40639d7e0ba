namespace Mogambo.WhatsApp.Pricing;

/// <summary>A rate card cannot be read. The message is a sentence that names the place and says what to write.</summary>
public sealed class RateCardException : FormatException
{
    internal RateCardException(int line, string column, string reason)
        : base($"line {line}, column {column}: {reason}")
    {
        Line = line;
        Column = column;
    }

    /// <summary>From 1; comments and empty lines count.</summary>
    public int Line { get; }

    /// <summary>The column's name in the header line.</summary>
    public string Column { get; }
}
