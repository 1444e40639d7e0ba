namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>Which names a text's variables may have (fact sheet 12.2).</summary>
internal enum VariableStyle
{
    /// <summary><c>{{1}}</c>.</summary>
    Positional,

    /// <summary><c>{{first_name}}</c>.</summary>
    Named,

    /// <summary>Either: the address of a button has one variable in templates of both formats.</summary>
    Any,
}
