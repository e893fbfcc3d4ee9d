using System;
using System.Security.Cryptography;
using System.Text;

public static class NametagRawHash
{
    /// <summary>
    /// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
    /// only: the secret is that of a signing key for raw-id or raw-email.
    /// </summary>
    public static string Of(string idOrEmail, string secret)
    {
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(idOrEmail));
        return Convert.ToHexString(hash).ToLowerInvariant();
    }
}
