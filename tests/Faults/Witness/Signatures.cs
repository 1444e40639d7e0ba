using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mogambo.Faults.Witness;

/// <summary>Checks a Standard Webhooks signature, by code that shares nothing with the product's.</summary>
internal static class Signatures
{
    public static byte[] Key { get; } = Encoding.ASCII.GetBytes("a-key-of-24-bytes-or-more");

    public static bool IsValid(HttpRequest request, string body)
    {
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{body}";
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed)));
        return request.Headers["webhook-signature"].ToString().Split(' ').Contains(expected);
    }
}
