using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Simulator.Chats;

/// <summary>
/// Message ids that look like WhatsApp's: base64 of a small record with the user's digits and a random key. Never from
/// the seed: a restarted simulator must not repeat ids, or the product rightly takes new messages for duplicates.
/// </summary>
internal static class MessageIds
{
    private const byte Inbound = 0x12;
    private const byte Outbound = 0x11;

    public static string New(User user, bool fromUser)
    {
        Span<byte> record = stackalloc byte[160];
        var digits = Encoding.ASCII.GetBytes(user.WaId ?? user.UserId, record[3..]);
        record[0] = 0x1C;
        record[1] = 0x18;
        record[2] = (byte)digits;
        var at = 3 + digits;
        ReadOnlySpan<byte> middle = [0x15, 0x02, 0x00, fromUser ? Inbound : Outbound, 0x18, 0x14];
        middle.CopyTo(record[at..]);
        at += middle.Length;
        Span<byte> key = stackalloc byte[10];
        RandomNumberGenerator.Fill(key);
        Encoding.ASCII.GetBytes(Convert.ToHexString(key), record[at..]);
        at += 20;
        record[at++] = 0;
        return "wamid." + Convert.ToBase64String(record[..at]);
    }
}
