using System.Text.Json;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>What one value of a request may be.</summary>
internal abstract record Rule
{
    /// <summary>As a member: whether it must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Adds what is wrong with the value, all of it.</summary>
    public abstract void Check(JsonElement value, string path, FieldErrors errors);
}
