namespace Mogambo.Accounts;

/// <summary>Which of WhatsApp's two APIs a number's instance speaks.</summary>
public enum InstanceApi
{
    Cloud,
    OnPremises,
}
